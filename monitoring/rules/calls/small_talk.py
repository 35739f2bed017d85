def is_small_talk(text, message, matches):
    return False
