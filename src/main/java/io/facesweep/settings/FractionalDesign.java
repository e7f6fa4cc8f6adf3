package io.facesweep.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link Fraction} of all combinations of axes of two levels. */
final class FractionalDesign implements DesignRule {
  private static final int MAX_AXES = 32;
  private static final int SHOWN = 12;

  @Override
  public Optional<String> refusal(List<DesignAxis> axes) {
    for (DesignAxis axis : axes) {
      if (axis.levels().size() != 2) {
        return Optional.of(
            "axes of 2 levels each, and %s has %d".formatted(axis.name(), axis.levels().size()));
      }
    }
    return axes.size() < Fraction.MIN_AXES || axes.size() > MAX_AXES
        ? Optional.of(
            "%d to %d axes, and there are %d".formatted(Fraction.MIN_AXES, MAX_AXES, axes.size()))
        : Optional.empty();
  }

  @Override
  public long size(List<DesignAxis> axes) {
    return Fraction.of(axes.size()).runs();
  }

  @Override
  public int[] row(List<DesignAxis> axes, long index) {
    boolean[] isOther = Fraction.of(axes.size()).run((int) index);
    int[] row = new int[isOther.length];
    for (int i = 0; i < row.length; i++) {
      int baseline = axes.get(i).baseline();
      row[i] = isOther[i] ? 1 - baseline : baseline;
    }
    return row;
  }

  @Override
  public List<String> answers(List<DesignAxis> axes) {
    Fraction fraction = Fraction.of(axes.size());
    List<String> names = axes.stream().map(DesignAxis::name).toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        "each factor's level against its baseline, over %d of %d combinations (resolution %d)"
            .formatted(fraction.runs(), 1L << axes.size(), fraction.resolution()));
    List<String> confused = new ArrayList<>();
    for (List<String> group : fraction.confused(names)) {
      confused.add(String.join(" and ", group));
    }
    lines.add(
        confused.isEmpty()
            ? "it tells all interactions of two factors apart, from those of three or more it does"
                + " not"
            : "it cannot tell apart: " + String.join("; ", first(confused)));
    if (confused.size() > SHOWN) {
      lines.add("and %d more such groups".formatted(confused.size() - SHOWN));
    }
    return lines;
  }

  private static List<String> first(List<String> groups) {
    return groups.subList(0, Math.min(SHOWN, groups.size()));
  }

  @Override
  public boolean hasInteractions() {
    return true;
  }
}
