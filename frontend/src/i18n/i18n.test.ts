import { describe, expect, it } from 'vitest';
import { chooseLanguage, i18next } from '.';
import { en } from './en';
import { ru } from './ru';

type Tree = { [key: string]: string | Tree };

function keys(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keys(value, `${prefix}${key}.`),
  );
}

/** Without the plural's ending, of which languages have different ones. */
const stem = (key: string) => key.replace(/_(one|few|many|other)$/, '');
const stems = (tree: Tree) => [...new Set(keys(tree).map(stem))].sort();

describe('the words', () => {
  it('are the same in both languages', () => {
    expect(stems(en)).toEqual(stems(ru));
  });

  it.each([
    ['ru', ru, ['one', 'few', 'many', 'other']],
    ['en', en, ['one', 'other']],
  ] as const)('have every plural form in %s', (_, tree, forms) => {
    const all = keys(tree);
    const plurals = all.filter((key) => stem(key) !== key);
    for (const key of plurals) {
      for (const form of forms) expect(all).toContain(`${stem(key)}_${form}`);
    }
  });

  it.each([
    [1, '1 запрос'],
    [2, '2 запроса'],
    [5, '5 запросов'],
    [21, '21 запрос'],
    [11, '11 запросов'],
    [2.5, '2.5 запроса'],
  ])('count %s as «%s»', (count, words) => {
    expect(i18next.t('strip.requests', { count })).toBe(words);
  });

  it('say nothing in English on a Russian page but names', () => {
    const latin = keys(ru).filter((key) =>
      /[a-z]{2}/i.test(at(ru, key).replace(/\{\{.*?\}\}/g, '')),
    );
    expect(latin).toEqual([
      'brand',
      'demo.text',
      'bot.neverHint',
      'bot.neverBarRest',
      'queue.open',
    ]);
  });
});

function at(tree: Tree, key: string): string {
  const value = key
    .split('.')
    .reduce<Tree | string>((node, part) => (node as Tree)[part] ?? '', tree);
  return value as string;
}

it('a choice of language is told to the page, the admin and the next visit', async () => {
  await chooseLanguage('en');
  expect(document.documentElement.lang).toBe('en');
  expect(document.cookie).toContain('django_language=en');
  expect(localStorage.getItem('language')).toBe('en');
});
