"""Cardinal number words, zero to one hundred, in Russian (every case) and English."""

_RU = {
    0: "ноль ноля нолю нолем ноле нуль нуля нулю нулем",
    1: "один одна одно одну одного одной одному одним одною одном",
    2: "два две двух двум двумя",
    3: "три трех трем тремя",
    4: "четыре четырех четырем четырьмя",
    5: "пять пяти пятью",
    6: "шесть шести шестью",
    7: "семь семи семью",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    11: "одиннадцать одиннадцати одиннадцатью одинадцать одинадцати",
    12: "двенадцать двенадцати двенадцатью",
    13: "тринадцать тринадцати тринадцатью",
    14: "четырнадцать четырнадцати четырнадцатью",
    15: "пятнадцать пятнадцати пятнадцатью",
    16: "шестнадцать шестнадцати шестнадцатью",
    17: "семнадцать семнадцати семнадцатью",
    18: "восемнадцать восемнадцати восемнадцатью",
    19: "девятнадцать девятнадцати девятнадцатью",
    20: "двадцать двадцати двадцатью",
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти пятьюдесятью",
    60: "шестьдесят шестидесяти шестьюдесятью",
    70: "семьдесят семидесяти семьюдесятью",
    80: "восемьдесят восьмидесяти восемьюдесятью восьмьюдесятью",
    90: "девяносто девяноста",
    100: "сто ста",
}

_EN_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
_EN = {word: number for number, word in enumerate(_EN_BELOW_TWENTY.split())} | {
    word: 10 * tens for tens, word in enumerate(_EN_TENS.split(), start=2)
}

NUMBER_WORDS: dict[str, int] = _EN | {
    word: number for number, words in _RU.items() for word in words.split()
}

# Words that carry a number past one hundred, or make one a fraction: nothing beside them is read.
_BIG = (
    "двести двухсот триста трехсот четыреста четырехсот пятьсот пятисот шестьсот семьсот восемьсот "
    "девятьсот сотня сотни сотен сотню тысяча тысячи тысяч тысячу миллион миллиона миллионов "
    "полтора полторы thousand thousands million hundreds"
)
BIG_WORDS = frozenset(_BIG.split())


def combined(values: list[int]) -> int | None:
    """The number that neighbouring number words say together; None when they say no one number."""
    match values:
        case [single]:
            return single
        case [tens, unit] if 20 <= tens <= 90 and tens % 10 == 0 and 1 <= unit <= 9:
            return tens + unit
        case [1, 100]:
            return 100
    return None
