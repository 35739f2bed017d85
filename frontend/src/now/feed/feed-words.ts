import type { TFunction } from 'i18next';
import type { FeedItem } from '@/api/live';

/** Who did it, or what it is where nobody is behind it. */
export function feedTitle(t: TFunction, item: FeedItem): string {
  if (item.kind === 'alert' || item.kind === 'dismissed') return t(`feed.${item.kind}`);
  return item.who;
}

/** What happened: «ответ за 22 сек», «повтор 1 из 3», «слово «вопрос»». */
export function feedWords(t: TFunction, item: FeedItem, duration: (s: number) => string): string {
  switch (item.kind) {
    case 'answer':
      return item.seconds === null
        ? t('feed.answerUnknown')
        : t('feed.answer', { duration: duration(item.seconds) });
    case 'alert':
      return alertWords(t, item);
    case 'verification':
      return item.number === null
        ? t('feed.verificationPlain')
        : t('feed.verification', { number: item.number, of: item.of ?? '?' });
    case 'dismissed':
      return item.detail ? t('feed.word', { word: item.detail }) : '';
    default:
      return t(`feed.${item.kind}`);
  }
}

function alertWords(t: TFunction, { number, of }: FeedItem): string {
  if (!number) return t('feed.alertFirst');
  return of === null
    ? t('feed.alertRepeatPlain', { number })
    : t('feed.alertRepeat', { number, of });
}
