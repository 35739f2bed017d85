"""English words of chat: what is not here is read as transliterated Russian."""

from typing import Final

from monitoring.rules.calls.word_sets import word_set

ENGLISH: Final = word_set(
    """
    a about accept accepted account actually add admin after again all already also always am an
    and another answer answered any anybody anyone anything app application apply approved are
    around as ask asked asking at available away back ban banned be because been before being
    best better between big boss both bot bro bug but by call called can cannot cant captain
    change channel chat check chief city close closed code come coming confused could couldnt
    curator curators day days deputy did didnt discord do does doesnt doing done dont down each
    else enough error even ever every everyone everything exam explain faction fib fill find
    fine finish first fix fixed for form forum found free from full game gave get gets getting
    give gives go god going gone gonna good got great gta guide guild guys had happen happened
    hard has hasnt have havent he hear hello help helped helpful helping helps her here hey hi
    him his hold hour hours how i id if im in info interview into invite is isnt issue it its
    ive job join joined just keep kick kicked know last late later law leader leave left lemme
    let life like link list little live lmao lol long look looking lost lot love made make man
    many may maybe me mean meeting member message might min minute minutes month more most much
    mute muted my name need needed needs never new next nice no nobody none not nothing now
    number of off offline ok okay old on once one online only open opened or other our out over
    own pending people permission permissions person ping please pls plz pm police possible post
    problem problems promote promoted promotion question questions quick rank ranks read real
    really reason reply report reports request respect respond responded response right role
    roles rp rule rules said same saw say says see seem send sent server should show sir slow so
    solve solved some somebody someone something sorry staff start started state still stop
    stuck support supports sure system take taken talk team tell text than thank thanks that
    thats the their them then there these they thing things think this those three ticket
    tickets till time to today told tomorrow tonight too took top tried try trying turn two ty
    thx u under understand unit units until up update ur urgent us use used very voice vote wait
    waiting wanna want wanted was wasnt way we week weeks weekend well went were what whats when
    where which while who whole whos why will with without wont work worked working works would
    write wrong yeah year yes yesterday yet yo you your yours youre
    """
)
