package io.facesweep.settings;

/**
 * Which numbers a setting takes: those that lie within all four.
 *
 * @param min the least; negative infinity for none
 * @param above that all lie above; negative infinity for none
 * @param max the greatest; infinity for none
 * @param below that all lie below; infinity for none
 */
public record Bounds(double min, double above, double max, double below) {
  static Bounds of(Setting setting) {
    return new Bounds(setting.min(), setting.above(), setting.max(), setting.below());
  }

  public boolean contain(double number) {
    return number >= min && number > above && number <= max && number < below;
  }

  /**
   * The numbers in words: {@code from 0 to 1}, {@code above 0, up to 1}, {@code from 0, below 1}.
   */
  public String words() {
    boolean isOpen = Double.isInfinite(min);
    String low = isOpen ? "above " + Decimals.text(above) : "from " + Decimals.text(min);
    if (!Double.isInfinite(below)) {
      return low + ", below " + Decimals.text(below);
    }
    if (Double.isInfinite(max)) {
      return low;
    }
    return low + (isOpen ? ", up to " : " to ") + Decimals.text(max);
  }
}
