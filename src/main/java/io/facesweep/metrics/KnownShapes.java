package io.facesweep.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the face nets saw of the last bare shapes, so that the textures that stand on one need not
 * look at it again. Of one face model, one camera and one pair of nets. Threads may share it.
 */
public final class KnownShapes {
  /** A shape takes some 8 KiB beside its vertices. */
  private static final int MAX_KEPT = 32;

  private final Map<Vertices, FaceMeasures.Shape> known = new LinkedHashMap<>();

  /** Positions as a key, by their bits. */
  private static final class Vertices {
    private final float[] positions;

    Vertices(float[] positions) {
      this.positions = positions.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Vertices same && Arrays.equals(positions, same.positions);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(positions);
    }
  }

  /**
   * Returns what is seen of a shape.
   *
   * @param vertices positions [V, 3]
   * @param look at it, where it is not known
   */
  FaceMeasures.Shape of(float[] vertices, Supplier<FaceMeasures.Shape> look) {
    Vertices key = new Vertices(vertices);
    FaceMeasures.Shape found;
    synchronized (known) {
      found = known.get(key);
    }
    return found == null ? keep(key, look.get()) : found;
  }

  /** Keeps what was seen of a shape. */
  void keep(float[] vertices, FaceMeasures.Shape shape) {
    keep(new Vertices(vertices), shape);
  }

  private FaceMeasures.Shape keep(Vertices key, FaceMeasures.Shape shape) {
    synchronized (known) {
      known.remove(key);
      known.put(key, shape);
      if (known.size() > MAX_KEPT) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return shape;
  }
}
