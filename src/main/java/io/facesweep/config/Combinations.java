package io.facesweep.config;

import io.facesweep.settings.Axis;
import io.facesweep.settings.Combination;
import io.facesweep.settings.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The combinations of the levels of axes that are not excluded, the first axis varying slowest. */
final class Combinations implements Iterable<Combination> {
  private final List<Axis> axes;
  private final List<Map<String, Level>> exclude;

  Combinations(List<Axis> axes, List<Map<String, Level>> exclude) {
    this.axes = axes;
    this.exclude = exclude;
  }

  /** How many there would be without excludes; {@link Long#MAX_VALUE} for more than that. */
  long crossed() {
    long product = 1;
    for (Axis axis : axes) {
      if (product > Long.MAX_VALUE / axis.levels().size()) {
        return Long.MAX_VALUE;
      }
      product *= axis.levels().size();
    }
    return product;
  }

  @Override
  public Iterator<Combination> iterator() {
    return new Walk();
  }

  private final class Walk implements Iterator<Combination> {
    private final int[] indices = new int[axes.size()];
    private boolean ended;
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
      while (!ended) {
        Combination candidate = current();
        step();
        if (exclude.stream().noneMatch(candidate::has)) {
          return candidate;
        }
      }
      return null;
    }

    private Combination current() {
      List<Level> levels = new ArrayList<>(indices.length);
      for (int i = 0; i < indices.length; i++) {
        levels.add(axes.get(i).levels().get(indices[i]));
      }
      return new Combination(axes, levels);
    }

    private void step() {
      for (int i = indices.length - 1; i >= 0; i--) {
        if (++indices[i] < axes.get(i).levels().size()) {
          return;
        }
        indices[i] = 0;
      }
      ended = true;
    }
  }
}
