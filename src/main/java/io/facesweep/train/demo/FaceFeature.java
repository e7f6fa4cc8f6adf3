package io.facesweep.train.demo;

import java.util.Locale;

/**
 * What of a face prompts name beside the colours of skin and hair, and where a texture shows it.
 */
public enum FaceFeature {
  /** {@code young}, {@code adult} or {@code old}: lines on the forehead, beside eyes and mouth. */
  AGE {
    @Override
    String word(Person person) {
      return person.age().name().toLowerCase(Locale.ROOT);
    }

    @Override
    boolean isSeenAt(double side, double y, double z) {
      return z > 25 && y > -108 && y < 80 && side < 62;
    }
  },

  /** {@code brown}, {@code blue} or {@code green}. */
  EYES {
    @Override
    String word(Person person) {
      return person.eyes().word;
    }

    @Override
    boolean isSeenAt(double side, double y, double z) {
      return z > 30 && Math.abs(side - 31.5) < 9 && Math.abs(y) < 6.5;
    }
  },

  /** {@code beard} or {@code none}. */
  BEARD {
    @Override
    String word(Person person) {
      return person.beard() ? "beard" : NONE;
    }

    @Override
    boolean isSeenAt(double side, double y, double z) {
      return z > 20 && y < -44 && y > -122 && side < 62;
    }
  },

  /** {@code glasses} or {@code none}. */
  GLASSES {
    @Override
    String word(Person person) {
      return person.glasses() ? "glasses" : NONE;
    }

    @Override
    boolean isSeenAt(double side, double y, double z) {
      return z > 25 && Math.abs(y + 2.5) < 23 && side < 62;
    }
  };

  static final String NONE = "none";

  /** Returns what a person has of it. */
  abstract String word(Person person);

  /**
   * Whether a texture shows it at a place, in millimetres as in {@link HeadChart}.
   *
   * @param side distance from the middle
   */
  abstract boolean isSeenAt(double side, double y, double z);
}
