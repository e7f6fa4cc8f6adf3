"""Makes the images beside this file and the edges that OpenCV finds in them.

pip install numpy opencv-python-headless; python make.py
The last line of edges.txt says with which versions. NAME.png is a grey image, NAME-LOW-HIGH.png
cv2.Canny(NAME.png, LOW, HIGH) with the default aperture and the L1 norm.
"""

import pathlib

import cv2
import numpy as np

HERE = pathlib.Path(__file__).parent
SIZE = 96


def shapes():
    image = np.full((SIZE, SIZE), 40, np.uint8)
    cv2.circle(image, (30, 34), 19, 200, -1, cv2.LINE_AA)
    cv2.rectangle(image, (52, 10), (88, 44), 120, -1)
    cv2.fillPoly(image, [np.array([[20, 90], [50, 56], [84, 88]])], 90, cv2.LINE_AA)
    cv2.line(image, (4, 60), (92, 50), 250, 2, cv2.LINE_AA)
    return image


def noise():
    values = np.random.default_rng(7).normal(size=(SIZE, SIZE))
    smooth = cv2.GaussianBlur(values, (0, 0), 2.0)
    return np.clip(128 + 260 * smooth, 0, 255).astype(np.uint8)


def ramps():
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float64)
    waves = 128 + 70 * np.sin(x * x / 260) * np.cos(y / 9) + 45 * np.sign(np.sin((x + 2 * y) / 17))
    return np.clip(waves, 0, 255).astype(np.uint8)


lines = []
for name, image in {"shapes": shapes(), "noise": noise(), "ramps": ramps()}.items():
    cv2.imwrite(str(HERE / f"{name}.png"), image)
    for low, high in [(100, 200), (30, 250), (0, 60)]:
        edges = cv2.Canny(image, low, high)
        cv2.imwrite(str(HERE / f"{name}-{low}-{high}.png"), edges)
        lines.append(f"{name} {low} {high}: {int((edges > 0).sum())} pixels")
lines.append(f"OpenCV {cv2.__version__}, numpy {np.__version__}")
(HERE / "edges.txt").write_text("\n".join(lines) + "\n")
