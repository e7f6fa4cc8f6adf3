package io.facesweep.config;

import io.facesweep.settings.Axis;
import io.facesweep.settings.Combination;
import io.facesweep.settings.Design;
import io.facesweep.settings.DesignAxis;
import io.facesweep.settings.Level;
import io.facesweep.settings.SweepSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The combinations of the levels of axes that a sweep's design has and that are not excluded. */
final class Combinations implements Iterable<Combination> {
  private final List<Axis> axes;
  private final List<DesignAxis> layout;
  private final Design design;
  private final List<Map<String, Level>> exclude;

  /**
   * @throws IllegalArgumentException if the axes cannot have the design
   */
  Combinations(SweepSettings sweep) {
    this.axes = sweep.axes();
    this.layout = DesignAxis.of(sweep.axes(), sweep.baseline());
    this.design = sweep.design();
    this.exclude = sweep.exclude();
    design
        .refusal(layout)
        .ifPresent(
            expected -> {
              throw new IllegalArgumentException(
                  "Invalid sweep.design: %s (expected %s)".formatted(design.text(), expected));
            });
  }

  /** How many there would be without excludes; {@link Long#MAX_VALUE} for more than that. */
  long crossed() {
    return design.size(layout);
  }

  @Override
  public Iterator<Combination> iterator() {
    return new Walk();
  }

  private final class Walk implements Iterator<Combination> {
    private long index;
    private @Nullable Combination next = advance();

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Combination next() {
      Combination current = next;
      if (current == null) {
        throw new NoSuchElementException("No combination is left");
      }
      next = advance();
      return current;
    }

    private @Nullable Combination advance() {
      while (index < crossed()) {
        Combination candidate = combination(design.row(layout, index++));
        if (exclude.stream().noneMatch(candidate::has)) {
          return candidate;
        }
      }
      return null;
    }

    private Combination combination(int[] row) {
      List<Level> levels = new ArrayList<>(row.length);
      for (int i = 0; i < row.length; i++) {
        levels.add(axes.get(i).levels().get(row[i]));
      }
      return new Combination(axes, levels);
    }
  }
}
