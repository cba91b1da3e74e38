"""Who is drawn: the eight of Acme Heating, by first name."""

from fieldservice.demo.portraits import beards, glasses, hair
from fieldservice.demo.portraits.curls import BRAIDS, CURLS
from fieldservice.demo.portraits.headwear import SCARF, TURBAN
from fieldservice.demo.portraits.portrait import Portrait, Shirt, Skin, Smile, Tones

FAIR = Skin("#F6CFB2", "#E3AC8B", "#FCE3CF", "#B9775A", "#EE8E7E", "#CC6B62")
ROSY = Skin("#F8D6BE", "#E8B497", "#FDE7D6", "#BC7F66", "#F0897E", "#C9655F")
IVORY = Skin("#F4CFA9", "#DFAE82", "#FBE3C6", "#A9744C", "#EE9880", "#C9605A")
TAN = Skin("#DDA679", "#C2865A", "#EBBE95", "#8E5836", "#DC7F63", "#B25A4B")
HONEY = Skin("#CE9466", "#AF744A", "#E0AC80", "#7C4A2C", "#CF6F55", "#A54C44")
BROWN = Skin("#B67B52", "#955D3A", "#CC946B", "#643A22", "#BC5F48", "#8F4038")
DEEP = Skin("#85543A", "#673D29", "#9E6B4E", "#43251A", "#9A4A3C", "#7A3434")

BLACK = Tones("#2A2222", "#1B1616", "#5A4A48")
INK = Tones("#25222A", "#17151B", "#5B5866")
ESPRESSO = Tones("#3F291F", "#2B1B14", "#7A553F")
CHESTNUT = Tones("#4A2E20", "#34201A", "#8A5E42")
SILVER = Tones("#CFCFD2", "#A5A6AD", "#F2F2F3")
AUBURN = Tones("#A4562C", "#803F1F", "#C97A46")

SAND = Tones("#F2DDBB", "#E5CBA0", "#F7E8CF")
PEACH = Tones("#F7CDB2", "#EDB997", "#FBDDC9")
SKY = Tones("#CFE0E4", "#B8CFD5", "#DEEAED")
SAGE = Tones("#D5DFC4", "#C1CFAC", "#E2E9D6")
BUTTER = Tones("#F8DF9F", "#EFCF80", "#FBE9BD")
ROSE = Tones("#F2CDC9", "#E6B7B2", "#F7DEDB")
LILAC = Tones("#DDD3E6", "#CBBDD8", "#E9E2EF")
CLAY = Tones("#EBC3A0", "#DCAC83", "#F2D5BB")

EIGHT = {
    "Maya": Portrait(
        background=BUTTER, skin=HONEY, hair=ESPRESSO, style=CURLS, brows="#3A241A",
        smile=Smile.OPEN, lashes=True, jaw=0.94, neck=0.9, earrings="#E3B04B",
    ),
    "Ruth": Portrait(
        background=SKY, skin=ROSY, hair=SILVER, style=hair.SILVER, brows="#9C9AA0",
        glasses=glasses.round_ones, eyes="#4F7A8C", laugh_lines=True, brow_width=0.75,
        jaw=0.97, neck=0.92, shirt=Shirt.FLEECE, lips=0.75,
    ),
    "Luis": Portrait(
        background=PEACH, skin=TAN, hair=BLACK, style=hair.PARTED, brows="#241C1B",
        beard=beards.moustache, brow_width=1.25, jaw=1.06, neck=1.22,
        smile=Smile.OPEN, lips=0.5,
    ),
    "Amina": Portrait(
        background=ROSE, skin=BROWN, hair=BLACK, style=SCARF, brows="#231815", lashes=True,
        cloth=Tones("#31456B", "#233454", "#54699A"), jaw=0.95, neck=0.9,
        shirt=Shirt.CREW,
    ),
    "Arjan": Portrait(
        background=SAGE, skin=HONEY, hair=BLACK, style=TURBAN, brows="#1F1817", brow_width=1.3,
        beard=beards.full, cloth=Tones("#C8702A", "#A4561B", "#E39A55"), neck=1.2,
        smile=Smile.OPEN, lips=0.7,
    ),
    "Grace": Portrait(
        background=CLAY, skin=DEEP, hair=INK, style=BRAIDS, brows="#1E1614", lashes=True,
        smile=Smile.OPEN, neck=0.94, earrings="#E9C46A", shirt=Shirt.CREW, eyes="#33201A",
    ),
    "Ben": Portrait(
        background=LILAC, skin=FAIR, hair=AUBURN, style=hair.SHAVED, brows="#9A5A34",
        beard=beards.trimmed, eyes="#5A7D5A", freckles=True, jaw=1.06, neck=1.28,
        shirt=Shirt.CREW, smile=Smile.OPEN, lips=0.6,
    ),
    "June": Portrait(
        background=SAND, skin=IVORY, hair=INK, style=hair.BOB, brows="#2B2526",
        lid_crease=False, jaw=0.92, neck=0.88, glasses=glasses.square_ones,
    ),
}  # fmt: skip
