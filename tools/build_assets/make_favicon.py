"""Draw assets/favicon.svg and assets/favicon.ico: a white M on a dark-blue rounded square.

Run by hand, when the mark changes: pip install pillow && python make_favicon.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

BLUE = "#17365d"
SIDE = 64
CORNER = 13
# The M as one outline on a 64 x 64 grid: a polygon needs no font.
LETTER = [
    (15, 48), (15, 16), (23, 16), (32, 30), (41, 16), (49, 16), (49, 48),
    (41, 48), (41, 30), (32, 43), (23, 30), (23, 48),
]  # fmt: skip
SIZES = [16, 32, 48, 64]
OVERSAMPLING = 8


def svg() -> str:
    """Return the mark as SVG."""
    points = " ".join(f"{x},{y}" for x, y in LETTER)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" rx="{CORNER}" fill="{BLUE}"/>'
        f'<polygon points="{points}" fill="#fff"/></svg>\n'
    )


def picture(size: int) -> Image.Image:
    """Draw the mark eight times larger, then shrink it for smooth edges."""
    large = size * OVERSAMPLING
    scale = large / SIDE
    image = Image.new("RGBA", (large, large))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, large - 1, large - 1), CORNER * scale, fill=BLUE)
    draw.polygon([(x * scale, y * scale) for x, y in LETTER], fill="white")
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write both files into assets/."""
    assets = Path(__file__).resolve().parents[2] / "assets"
    (assets / "favicon.svg").write_text(svg(), encoding="utf-8", newline="\n")
    *small, largest = [picture(size) for size in SIZES]
    largest.save(
        assets / "favicon.ico",
        sizes=[(size, size) for size in SIZES],
        append_images=small,
    )


if __name__ == "__main__":
    main()
