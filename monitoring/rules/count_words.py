"""What the words of a task report are to its count, each class under one letter."""

from functools import lru_cache

from .word_classes import Vocabulary

TASKS = "aeGPILE"
SINGULAR, ENGLISH_SINGULAR, MANY, PLURAL = "a", "e", "G", "P"
DATIVE, LOCATIVE, ENGLISH_PLURAL = "I", "L", "E"
UNIT = "U"
REPORT = "r"

_CLASSES = {
    # Tasks: задача, task, задач, задачи, задачам, задачах, tasks.
    "a": "задача задачу задаче задачей задачею задание заданию заданием таск таску таском"
    " таске задачка задачку задачке задачкой заданье zadacha zadachu zadanie",
    "e": "task",
    "G": "задач заданий тасков тасок задачек заданьиц zadach zadanij zadaniy taskov tasok"
    " тасочек задачь зодач здач задч",
    "P": "задачи задания таски таска задачки zadachi zadaniya zadania taska taski",
    "I": "задачам задачами заданиям заданиями таскам тасками задачкам задачками",
    "L": "задачах заданиях тасках задачках задании",
    "E": "tasks",
    "U": "шт штук штуки штука штуку pcs",
    "r": "отчет отчета отчету отчетом отчете отчеты отчетов отчетам отчетами отчетах"
    " отчетность отчетности отчетик report reports reporting reported otchet otchety"
    " репорт репорта репорты",
    # Done. The participles serve as adjectives too.
    "D": "выполн* сделан* сделал* закры* готов* заверш* законч* отработа* провед* провел*"
    " провели реализова* исполн* сдан* сдал* сдали решен* решил* прошл* прошел зачет*"
    " закончен* заделал* пройден* осил* done completed complete finished finish closed"
    " close solved made did submitted итог* перевыполн* доделал* доделан* успешно"
    " fulfilled accomplished",
    "Z": "итого всего количество колво число общее общий общая суммарно сумма total totally"
    " overall number count amount all все всех",
    # Not done, in any way.
    "Q": "не ни нет нету нельзя никак невыполн* недодел* несдела* незакон* незавер* неготов*"
    " незакры* нерешен* провал* просроч* отложи* отложен* перенес* отмен* завал* забы*"
    " пропус* отказ* отклон* сорва* not no none never fail* miss* skip* undone unfinished"
    " incomplete cannot cant didnt havent wasnt werent isnt cancel* reject* postpon*"
    " overdue",
    # To be done, being done, given.
    "F": "план* запланир* распланир* осталось остал* остае* остаю* буду будем будет будут"
    " будете завтра послезавтра предсто* впереди цель цели целью норма норму нормы норме"
    " лимит* надо нужно нужны нужен необходим* должн* долж* требу* требов* обещ* хочу"
    " хотим хотел* можем сможем смогу попроб* постара* успею успеем сделаю сделаем"
    " сделаешь сделайте сделать выполню выполним выполнить закрою закроем закрыть закончу"
    " закончим завершу завершим завершить доделаю доделаем доделать сдам сдадим проведу"
    " проведем готовлю дали дал дайте выдал* выдан* выдайт* поставил* поставлен* назнач*"
    " получ* следующ* след процесс процессе работе делаю делаем делает делают доделыва*"
    " выполняе* выполняю* заверша* закрыва* готовим готовится готовятся начал начали"
    " начато начата начаты начинаю начинаем взял* берем беру пора собира* желат* предлаг*"
    " возьм* начнем приступ* очеред* ожида* plan plans planned planning will going gonna"
    " tomorrow next remain* left todo need* must should shall goal target want* hope*"
    " assigned given pending progress working got receiv* i'll we'll ll open start*"
    " upcoming работаем работаю работает работают трудимся над бы можно если чтобы if when",
    "B": "кажд* every each около примерно приблиз* почти где-то порядка больше более меньше"
    " менее минимум максимум макс мин свыше хотя хоть плюс-минус нескольк* пара пару about"
    " around almost nearly roughly approx* least most more than less over under up maybe"
    " perhaps возможно наверное наверн* вроде кажется",
    "O": "из of",
    "o": "out",
    "C": "и and еще также плюс plus also да затем потом",
    "x": "но а однако зато but however хотя",
    "l": "или либо or вместо instead кроме без минус исключая исключением except without"
    " excluding minus",
    "w": "планерк* планшет* планет* недел* получилось получается ноль",
    "H": "по",
    "S": "с со от from",
    "d": "после перед before after до to till until through thru",
    "v": "в во at in",
    "p": "за на для о об обо при к ко у for on by with this within during per",
    "k": "куратор* кура курик curator* прошу просьба пожалуйста плиз please pls проверьте"
    " проверь проверка проверку проверки проверяйте примите прими принимайте принимай"
    " глянь* гляньте спасибо заранее сдаю сдаем привет здравствуйте добрый хелп help"
    " помощь помогите помоги вопрос support саппорт поддержка question check thanks thank",
    "R": "ранг ранга рангу рангом ранге ранги rank ранк* топ top уровень уровня lvl level"
    " пункт пункта пункте этап этапа неделя часть смена отдел взвод отряд дом этаж статик"
    " static id ид номер глава раздел курс группа экипаж юнит unit квест сектор район"
    " улица street",
    "y": "сегодня вчера позавчера today yesterday понедельник вторник среду среда четверг"
    " пятницу пятница субботу суббота воскресенье monday tuesday wednesday thursday friday"
    " saturday sunday",
    "h": "сожалению увы кстати пока видимо конечно впрочем think guess unfortunately",
    "J": "поставленн* the my our their these those big small large new different daily weekly"
    " main important more simple hard easy various own своих этих самых очень ваших наших"
    " моих лидерских other extra бонусных их",
}
_VOCABULARY = Vocabulary(_CLASSES, default="w")
_ADJECTIVE_ENDINGS = (
    "ых",
    "их",
    "ые",
    "ие",
    "ую",
    "ая",
    "ой",
    "ое",
    "ым",
    "им",
    "ыми",
    "ими",
    "юю",
    "яя",
    "ого",
)


@lru_cache(maxsize=8192)
def class_of(word: str) -> str:
    """One letter: the word's part in a count; "w" for a word that plays none."""
    letter = _VOCABULARY.read(word)
    if letter != "w":
        return letter
    if word.endswith("n't"):
        return "Q"
    return "J" if len(word) > 3 and word.endswith(_ADJECTIVE_ENDINGS) else "w"


def is_unit(word: str) -> bool:
    """A word for tasks or pieces, which may stand right against its number."""
    return class_of(word) in TASKS + UNIT
