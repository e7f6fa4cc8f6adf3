package io.facesweep.synthesis;

import io.facesweep.render.Camera;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.ViewSampling;
import io.facesweep.settings.ViewSettings;
import io.facesweep.tensor.RandomStream;
import java.util.SplittableRandom;

/**
 * Draws cameras that look at the origin.
 *
 * @param sampling of elevation, azimuth and distance offset
 * @param distance before the offset
 * @param fieldOfView vertical, degrees
 */
record ViewSampler(ViewSampling sampling, double distance, double fieldOfView) {
  static ViewSampler of(ViewSampling sampling, ViewSettings views) {
    return new ViewSampler(sampling, views.distance(), views.fov());
  }

  /** The camera of a step. */
  Camera draw(RandomStream random) {
    SplittableRandom scalars = random.scalars();
    double elevation = draw(sampling.elevation(), scalars);
    double azimuth = draw(sampling.azimuth(), scalars);
    double offset = draw(sampling.distanceOffset(), scalars);
    return new Camera(azimuth, elevation, distance + offset, fieldOfView, Camera.Point.ORIGIN);
  }

  /** How many different cameras can be drawn; {@link Long#MAX_VALUE} with a range. */
  long distinct() {
    long count = 1;
    for (Sampling one :
        new Sampling[] {sampling.elevation(), sampling.azimuth(), sampling.distanceOffset()}) {
      long values = distinct(one);
      count = values == Long.MAX_VALUE ? values : count * values;
      if (count == Long.MAX_VALUE) {
        return count;
      }
    }
    return count;
  }

  private static long distinct(Sampling sampling) {
    if (sampling instanceof Sampling.Choices choices) {
      return choices.values().stream().distinct().count();
    }
    Sampling.Range range = (Sampling.Range) sampling;
    return range.min() == range.max() ? 1 : Long.MAX_VALUE;
  }

  private static double draw(Sampling sampling, SplittableRandom random) {
    if (sampling instanceof Sampling.Choices choices) {
      return choices.values().get(random.nextInt(choices.values().size()));
    }
    Sampling.Range range = (Sampling.Range) sampling;
    return range.min() + (range.max() - range.min()) * random.nextDouble();
  }
}
