package io.facesweep.settings;

import java.util.List;
import java.util.Optional;

/** Which combinations of the axes' levels a sweep has. */
public enum Design implements Choice {
  /** All; the default. */
  FULL(new FullDesign()),
  /** The baseline, and each other level of each axis alone. */
  ONE_FACTOR(StarDesign.aroundBaseline()),
  /** Every axis at its last level but the baseline, and each other level of each axis alone. */
  LEAVE_ONE_OUT(StarDesign.aroundAll()),
  /** A regular fraction of all combinations of axes of two levels. */
  FRACTIONAL(new FractionalDesign());

  private final DesignRule rule;

  Design(DesignRule rule) {
    this.rule = rule;
  }

  /**
   * Returns why these axes cannot have the design, as what is expected of them; empty if they can.
   */
  public Optional<String> refusal(List<DesignAxis> axes) {
    return rule.refusal(axes);
  }

  /** Returns how many combinations there are; {@link Long#MAX_VALUE} for more than that. */
  public long size(List<DesignAxis> axes) {
    return rule.size(axes);
  }

  /**
   * Returns a combination: the number of each axis's level.
   *
   * @param index from 0, below {@link #size}
   */
  public int[] row(List<DesignAxis> axes, long index) {
    return rule.row(axes, index);
  }

  /** Returns what its effects say and what they cannot, a line each. */
  public List<String> answers(List<DesignAxis> axes) {
    return rule.answers(axes);
  }

  /** Tells whether effects are of trials that are equal in all but one or two axes. */
  public boolean isOfPairs() {
    return this != FRACTIONAL;
  }

  /** Tells whether it has interactions to estimate. */
  public boolean hasInteractions() {
    return rule.hasInteractions();
  }

  /**
   * Returns the effects that an effect cannot be told from: none but in a fraction.
   *
   * @param axes their names
   * @param axis number of the axis
   * @param other number of the second axis of an interaction; -1 for none
   */
  public List<String> aliases(List<String> axes, int axis, int other) {
    return this == FRACTIONAL && axes.size() >= Fraction.MIN_AXES
        ? Fraction.of(axes.size()).aliases(axes, axis, other)
        : List.of();
  }
}
