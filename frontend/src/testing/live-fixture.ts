import type { Schemas } from '@/api/client';

type Live = Schemas['Live'];
type OpenRequest = Schemas['OpenRequest'];
type Step = Schemas['Step'];

const SECOND = 1000;
const iso = (at: number) => new Date(at).toISOString();

const STEPS: [minutes: number, isHead: boolean, step: number, repetition: number][] = [
  [10, false, 0, 0],
  [20, false, 0, 1],
  [30, true, 1, 0],
  [40, false, 0, 3],
];

function steps(asked: number, now: number, server: string): Step[] {
  const planned = STEPS.map(([minutes, isHead, step, repetition]): Step => {
    const due = asked + minutes * 60 * SECOND;
    return {
      due_at: iso(due),
      target: isHead ? '@Главные кураторы' : `@Кураторы ${server}`,
      step,
      repetition,
      status: due <= now ? 'sent' : 'planned',
      retry_at: null,
      is_next: false,
    };
  });
  const next = planned.find(({ status }) => status === 'planned');
  if (next) next.is_next = true;
  return planned;
}

type Row = [wait: number, server: string, channel: string, author: string, text: string];

const ROWS: Row[] = [
  [
    1458,
    'LSPD',
    'вопросы',
    'Bogdan Kartel',
    'Подскажите, после перевода из LSCSD устав сдавать заново?',
  ],
  [
    727,
    'Weazel News',
    'помощь',
    'Stefan Moretti',
    'Куратор, можно ли вести эфир вдвоём, если второй ещё на стажировке?',
  ],
  [
    521,
    'EMS',
    'общий-чат',
    'Alisa Verner',
    'Помогите, пожалуйста: не выдаёт роль после экзамена, заявка висит со вчера',
  ],
  [
    200,
    'Government',
    'вопросы',
    'Yaroslav Frost',
    'Вопрос по отпуску: заявление подавать до общего собрания или после?',
  ],
  [
    101,
    'FIB',
    'академия',
    'Denis Volk',
    '@Куратор, кто сегодня принимает физподготовку? Нас трое, ждём у входа',
  ],
  [
    27,
    'SANG',
    'вопросы',
    'Mira Castellano',
    'Подскажите, где лежит образец рапорта на повышение с 4 на 5 ранг?',
  ],
];

/** A request with sound defaults; a test changes only what it is about. */
export function openRequest(
  now: number,
  changes: Partial<OpenRequest> = {},
  row = ROWS[5] as Row,
): OpenRequest {
  const [wait, server, channel, author, text] = row;
  const asked = now - wait * SECOND;
  const id = String(1_440_000_000_000_000_000n + BigInt(asked % 1_000_000_000));
  return {
    message_id: id,
    guild_id: '100',
    server,
    channel_id: '200',
    channel,
    author,
    author_id: '300',
    asked_at: iso(asked),
    text,
    url: `https://discord.com/channels/100/200/${id}`,
    rule: 'keyword',
    keyword: 'куратор',
    word: 'Куратор',
    claimed_by: null,
    claimed_at: null,
    hold_until: null,
    is_taken_back: false,
    is_sandbox: false,
    history_unread: false,
    steps: steps(asked, now, server),
    ...changes,
  };
}

function openRequests(now: number): OpenRequest[] {
  const rows = ROWS.map((row) => openRequest(now, {}, row));
  const [, failed, , held] = rows;
  const first = failed?.steps[0];
  if (first) {
    first.status = 'failed';
    first.retry_at = iso(now + 250 * SECOND);
  }
  if (held) {
    held.claimed_by = 'Марк Левин';
    held.claimed_at = iso(now - 70 * SECOND);
    held.hold_until = iso(now + 530 * SECOND);
  }
  return rows;
}

const SERVERS: [string, Schemas['Server']['state'], number, number, number, number][] = [
  ['Government', 'connected', 4, 1, 0, 1],
  ['FIB', 'connected', 3, 1, 0, 1],
  ['LSPD', 'connected', 3, 3, 0, 1],
  ['SANG', 'connected', 2, 0, 0, 1],
  ['LSCSD', 'connected', 2, 1, 0, 0],
  ['EMS', 'connected', 2, 2, 0, 1],
  ['Weazel News', 'connected', 2, 1, 0, 1],
  ['Detectives', 'catching_up', 1, 0, 0, 0],
];

const WAITS: Record<string, number> = Object.fromEntries(
  ROWS.map(([wait, server]) => [server, wait]),
);

function servers(now: number): Schemas['Server'][] {
  return SERVERS.map(([name, state, in_time, late, unanswered, waiting], index) => ({
    guild_id: String(100 + index),
    name,
    state,
    is_sandbox: false,
    asked: in_time + late + unanswered + waiting,
    in_time,
    late,
    unanswered,
    missed: unanswered + ((WAITS[name] ?? 0) > 60 ? waiting : 0),
    waiting,
    longest_since: waiting ? iso(now - (WAITS[name] ?? 0) * SECOND) : null,
  }));
}

type FeedItem = Schemas['FeedItem'];

function feed(now: number): FeedItem[] {
  const item = (id: number, minutes: number, changes: Partial<FeedItem>): FeedItem => ({
    id: String(id),
    at: iso(now - minutes * 60 * SECOND),
    kind: 'answer',
    who: '',
    detail: '',
    server: '',
    seconds: null,
    number: null,
    of: null,
    ...changes,
  });
  return [
    item(7, 1, { who: 'Алина Воронцова', seconds: 22, server: 'LSCSD' }),
    item(6, 4, { kind: 'alert', number: 1, of: 3, server: 'LSPD' }),
    item(5, 6, { who: 'Тимур Асланов', seconds: 126, server: 'FIB' }),
    item(4, 9, { kind: 'verification', who: 'Вероника Ланская', number: 3, of: 3, server: 'EMS' }),
    item(3, 12, { kind: 'dismissed', detail: 'вопрос', server: 'Detectives' }),
    item(2, 16, { who: 'Даниил Ким', seconds: 47, server: 'Government' }),
    item(1, 17, { kind: 'message', who: 'Роман Стрельцов', server: 'SANG' }),
  ];
}

const HOURS: Record<number, [number, number, number]> = {
  0: [1, 0, 0],
  8: [1, 0, 0],
  10: [1, 0, 0],
  11: [1, 1, 0],
  12: [1, 0, 0],
  13: [0, 1, 0],
  14: [1, 0, 0],
  15: [1, 1, 0],
  16: [2, 0, 0],
  17: [1, 1, 0],
  18: [2, 1, 0],
  19: [2, 2, 0],
  20: [2, 1, 0],
  21: [3, 1, 6],
};

/** The evening of the pictures, as of `now` (ms). */
export function liveFixture(now: number, changes: Partial<Live> = {}): Live {
  const requests = openRequests(now);
  return {
    revision: 123,
    now: iso(now),
    valid_until: iso(now + 30 * SECOND),
    zone: 'Europe/Moscow',
    is_demo: false,
    bot: { state: 'catching_up', seen_at: iso(now - 2 * SECOND), catching_up: ['107'] },
    limits: {
      good_seconds: 60,
      poor_seconds: 300,
      first_step_seconds: 600,
      expire_seconds: 86_400,
      service_level_target: 80,
    },
    today: {
      asked: 34,
      answered: 28,
      in_time: 19,
      late: 9,
      unanswered: 0,
      waiting: 6,
      open: 6,
      claimed: 1,
      overdue: 2,
      service_level: 58,
      service_level_of: 33,
      median_seconds: 51,
      median_over_seconds: null,
      p90_seconds: null,
      p90_over_seconds: 1440,
      curators: 9,
      hours: Array.from({ length: 24 }, (_, hour) => {
        const [in_time, late, waiting] = HOURS[hour] ?? [0, 0, 0];
        return { hour, in_time, late, waiting };
      }),
    },
    next_alert: { at: iso(now + 79 * SECOND), server: 'EMS', target: '@Кураторы EMS' },
    open_requests: requests,
    open_count: requests.length,
    closed_requests: [],
    servers: servers(now),
    feed: feed(now),
    ...changes,
  };
}

/** A new installation: nothing has happened. */
export function emptyFixture(now: number): Live {
  const full = liveFixture(now);
  const none = { in_time: 0, late: 0, waiting: 0, unanswered: 0, missed: 0 };
  return {
    ...full,
    bot: { state: 'connected', seen_at: iso(now), catching_up: [] },
    today: {
      ...full.today,
      ...none,
      asked: 0,
      answered: 0,
      open: 0,
      claimed: 0,
      overdue: 0,
      service_level: null,
      service_level_of: 0,
      median_seconds: null,
      p90_over_seconds: null,
      curators: 0,
      hours: full.today.hours.map(({ hour }) => ({ hour, in_time: 0, late: 0, waiting: 0 })),
    },
    next_alert: null,
    open_requests: [],
    open_count: 0,
    servers: full.servers.map((server) => ({
      ...server,
      ...none,
      asked: 0,
      state: 'connected',
      longest_since: null,
    })),
    feed: [],
  };
}
