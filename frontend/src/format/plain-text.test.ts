import { expect, it } from 'vitest';
import { initials } from './initials';
import { plainText } from './plain-text';

it.each([
  ['два\n\nслова', 'два слова'],
  ['**жирно** и ||скрыто||', 'жирно и скрыто'],
  ['<:pepe:123> привет <@&42> <#7>', ':pepe: привет @… #…'],
  ['  ', ''],
  ['a_b', 'a_b'],
])('%j is shown as %j', (content, text) => {
  expect(plainText(content)).toBe(text);
});

it.each([
  ['Марк Левин', 'МЛ'],
  ['owner', 'O'],
  ['👑 Ева Мельник', '👑Е'],
  ['', ''],
])('the initials of %j are %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
