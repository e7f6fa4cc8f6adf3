package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.render.Culling;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.Rasterizer;
import io.facesweep.render.Renderer;
import io.facesweep.tensor.Device;

/** Renderers of one face at several resolutions. */
final class Renderers {
  private final MeshTopology topology;
  private final int threads;

  /**
   * @param device beside a GPU, which one task has for itself, rasterisation takes all cores
   */
  Renderers(FaceModel face, Device device) {
    topology = MeshTopology.of(face.mean());
    threads = device.isCuda() ? Runtime.getRuntime().availableProcessors() : 1;
  }

  /** A renderer of square images. */
  Renderer at(int side) {
    return new Renderer(topology, new Rasterizer(side, side, Culling.NONE, threads));
  }
}
