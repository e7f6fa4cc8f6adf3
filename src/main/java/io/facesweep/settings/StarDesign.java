package io.facesweep.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** One combination, and all those that differ from it in one axis. */
final class StarDesign implements DesignRule {
  private final ToIntFunction<DesignAxis> centre;

  private StarDesign(ToIntFunction<DesignAxis> centre) {
    this.centre = centre;
  }

  /** One factor at a time. */
  static StarDesign aroundBaseline() {
    return new StarDesign(DesignAxis::baseline);
  }

  /** All together, and each left out in turn. */
  static StarDesign aroundAll() {
    return new StarDesign(
        axis -> {
          int last = axis.levels().size() - 1;
          return last == axis.baseline() ? last - 1 : last;
        });
  }

  @Override
  public Optional<String> refusal(List<DesignAxis> axes) {
    return axes.isEmpty() ? Optional.of("full where there are no axes") : Optional.empty();
  }

  @Override
  public long size(List<DesignAxis> axes) {
    return 1 + axes.stream().mapToLong(axis -> axis.levels().size() - 1).sum();
  }

  @Override
  public int[] row(List<DesignAxis> axes, long index) {
    int[] row = axes.stream().mapToInt(centre).toArray();
    long left = index - 1;
    for (int i = 0; i < row.length && left >= 0; i++) {
      int others = axes.get(i).levels().size() - 1;
      if (left < others) {
        row[i] = left < row[i] ? (int) left : (int) left + 1;
      }
      left -= others;
    }
    return row;
  }

  @Override
  public List<String> answers(List<DesignAxis> axes) {
    String held =
        axes.stream()
            .map(axis -> axis.name() + " = " + axis.levels().get(centre.applyAsInt(axis)))
            .collect(Collectors.joining(", "));
    return List.of(
        "each level against the baseline with the other factors as here: " + held,
        "it cannot say how factors change each other, nor what a level does elsewhere");
  }

  @Override
  public boolean hasInteractions() {
    return false;
  }
}
