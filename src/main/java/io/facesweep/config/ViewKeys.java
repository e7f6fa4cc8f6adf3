package io.facesweep.config;

import io.facesweep.config.Schema.Block;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.ViewPreset;
import io.facesweep.settings.ViewSampling;
import io.facesweep.settings.ViewSettings;
import java.util.List;

/** The keys of the {@code views} block. */
final class ViewKeys {
  final SamplingKeys geometry;
  final SamplingKeys texture;
  final Key<Double> distance;
  final Key<Double> fov;
  final Key<Double> background;

  ViewKeys(Block block) {
    geometry = new SamplingKeys(block.block("geometry"));
    texture = new SamplingKeys(block.block("texture"));
    distance =
        block.key("distance", Kinds.above(1, 1000), 10.0, "camera distance, in radii of the face");
    fov = block.key("fov", Kinds.above(0, 120), 12.59, "full vertical field of view, degrees");
    background = block.key("background", Kinds.number(0, 1), 1.0, "grey level behind the head");
  }

  ViewSettings read(Values values) {
    return new ViewSettings(
        geometry.read(values),
        texture.read(values),
        values.get(distance),
        values.get(fov),
        values.get(background));
  }

  /** Where the cameras of one phase stand. */
  static final class SamplingKeys {
    final Key<ViewPreset> preset;
    final Key<Sampling> elevation;
    final Key<Sampling> azimuth;
    final Key<Sampling> distanceOffset;

    SamplingKeys(Block block) {
      String otherwise = "the preset's";
      preset =
          block.key(
              "preset",
              Kinds.choice(ViewPreset.class),
              ViewPreset.PAPER,
              "a named view distribution");
      elevation =
          block.optional(
              "elevation", Kinds.sampling(-90, 90), otherwise, "degrees, positive from above");
      azimuth =
          block.optional(
              "azimuth", Kinds.sampling(-360, 360), otherwise, "degrees, 0 the front, +90 from +X");
      distanceOffset =
          block.optional(
              "distance-offset",
              Kinds.sampling(0, 1000),
              otherwise,
              "added to the camera distance");
    }

    List<Key<Sampling>> angles() {
      return List.of(elevation, azimuth);
    }

    ViewSampling read(Values values) {
      ViewPreset used = values.get(preset);
      return new ViewSampling(
          used,
          values.find(elevation).orElse(used.elevation()),
          values.find(azimuth).orElse(used.azimuth()),
          values.find(distanceOffset).orElse(used.distanceOffset()));
    }
  }
}
