"""Draw the integration's icon and logo: `python -m scripts.lib.brand`."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

BRAND = Path("custom_components/plug_control/brand")

SCALE = 4  # drawn larger and then reduced, for smooth edges
TOP, BOTTOM = (0x0E, 0xA5, 0x8C), (0x0B, 0x5E, 0x8E)
LIGHT = (0xFF, 0xFF, 0xFF)
INK, INK_ON_DARK = (0x12, 0x3B, 0x52), (0xF2, 0xF7, 0xFA)


def icon(size: int) -> Image.Image:
    """Return the icon: a plug with a bolt, on a rounded square."""
    side = size * SCALE
    unit = side / 256
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side - 1, side - 1), 56 * unit, fill=255)
    image.paste(_gradient(side), mask=mask)
    draw = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float, radius: float) -> None:
        draw.rounded_rectangle(
            (left * unit, top * unit, right * unit, bottom * unit), radius * unit, fill=LIGHT
        )

    box(88, 36, 106, 92, 9)  # pins
    box(150, 36, 168, 92, 9)
    box(64, 80, 192, 108, 12)  # body
    draw.rectangle((72 * unit, 100 * unit, 184 * unit, 132 * unit), fill=LIGHT)
    draw.pieslice((72 * unit, 76 * unit, 184 * unit, 188 * unit), 0, 180, fill=LIGHT)
    box(119, 180, 137, 226, 9)  # cable
    bolt = ((134, 94), (104, 142), (124, 142), (117, 176), (152, 126), (131, 126), (142, 94))
    draw.polygon([(x * unit, y * unit) for x, y in bolt], fill=TOP)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def logo(height: int, ink: tuple[int, int, int]) -> Image.Image:
    """Return the icon with the name beside it."""
    font = ImageFont.load_default(height * 0.56 * SCALE)
    text = "Plug Control"
    left, top, right, bottom = font.getbbox(text)
    words = Image.new("RGBA", (int(right - left), int(bottom - top)), (*ink, 0))
    ImageDraw.Draw(words).text((-left, -top), text, font=font, fill=ink)
    words = words.resize((words.width // SCALE, words.height // SCALE), Image.Resampling.LANCZOS)
    gap = height // 5
    image = Image.new("RGBA", (height + gap + words.width, height), (*ink, 0))
    image.paste(icon(height), (0, 0))
    image.alpha_composite(words, (height + gap, (height - words.height) // 2 + height // 20))
    return image


def _gradient(side: int) -> Image.Image:
    column = Image.new("RGB", (1, side))
    for y in range(side):
        share = y / (side - 1)
        column.putpixel(
            (0, y), tuple(round(a + (b - a) * share) for a, b in zip(TOP, BOTTOM, strict=True))
        )
    return column.resize((side, side))


def main() -> None:
    """Write all brand images to BRAND."""
    for suffix, factor in (("", 1), ("@2x", 2)):
        icon(256 * factor).save(BRAND / f"icon{suffix}.png", optimize=True)
        logo(128 * factor, INK).save(BRAND / f"logo{suffix}.png", optimize=True)
        logo(128 * factor, INK_ON_DARK).save(BRAND / f"dark_logo{suffix}.png", optimize=True)


if __name__ == "__main__":
    main()
