package io.facesweep.train.demo;

/** The colours that captions name, as unlit sRGB albedo. */
final class Palette {
  private Palette() {}

  /** Skin. */
  enum Skin {
    PALE("pale", 0.94f, 0.80f, 0.72f),
    TAN("tan", 0.80f, 0.59f, 0.43f),
    BROWN("brown", 0.55f, 0.36f, 0.25f),
    DARK("dark", 0.30f, 0.19f, 0.14f);

    final String word;
    private final float[] rgb;

    Skin(String word, float... rgb) {
      this.word = word;
      this.rgb = rgb;
    }

    float[] rgb() {
      return rgb.clone();
    }
  }

  /** Hair, brows and beard. */
  enum Hair {
    BLACK("black", 0.07f, 0.06f, 0.06f),
    BROWN("brown", 0.34f, 0.20f, 0.10f),
    BLOND("blond", 0.87f, 0.71f, 0.34f),
    RED("red", 0.68f, 0.23f, 0.07f),
    GREY("grey", 0.50f, 0.50f, 0.52f),
    WHITE("white", 0.92f, 0.92f, 0.93f);

    final String word;
    private final float[] rgb;

    Hair(String word, float... rgb) {
      this.word = word;
      this.rgb = rgb;
    }

    float[] rgb() {
      return rgb.clone();
    }
  }

  /** Irises. */
  enum Eyes {
    BROWN("brown", 0.28f, 0.15f, 0.06f),
    BLUE("blue", 0.15f, 0.40f, 0.80f),
    GREEN("green", 0.20f, 0.52f, 0.24f);

    final String word;
    private final float[] rgb;

    Eyes(String word, float... rgb) {
      this.word = word;
      this.rgb = rgb;
    }

    float[] rgb() {
      return rgb.clone();
    }
  }
}
