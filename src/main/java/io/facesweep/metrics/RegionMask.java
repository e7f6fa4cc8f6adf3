package io.facesweep.metrics;

import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureSpace;
import java.util.Map;

/** Finds where a head, and a texture, show skin or the face. */
public final class RegionMask {
  private RegionMask() {}

  /**
   * Weights of the vertices: face, ears and neck without eyes and lips. Of a model that does not
   * know its face, every vertex is skin.
   *
   * @param regions weights [V] by name
   * @param vertexCount V
   * @return [V] in [0, 1]
   */
  public static float[] skin(Map<String, float[]> regions, int vertexCount) {
    boolean known = regions.containsKey("face");
    float[] skin = new float[vertexCount];
    for (int v = 0; v < vertexCount; v++) {
      float own = sum(regions, v, "face", "ears", "neck") - sum(regions, v, "eyes", "lips");
      skin[v] = known ? clamp(own) : 1;
    }
    return skin;
  }

  /**
   * Weights of the vertices that are the face, with eyes and lips, without scalp, ears and neck. Of
   * a model that does not know its face, every vertex is.
   *
   * @param regions weights [V] by name
   * @param vertexCount V
   * @return [V] in [0, 1]
   */
  public static float[] face(Map<String, float[]> regions, int vertexCount) {
    boolean known = regions.containsKey("face");
    float[] face = new float[vertexCount];
    for (int v = 0; v < vertexCount; v++) {
      float own =
          sum(regions, v, "face", "eyes", "lips") - sum(regions, v, "scalp", "ears", "neck");
      face[v] = known ? clamp(own) : 1;
    }
    return face;
  }

  private static float clamp(float weight) {
    return Math.min(1, Math.max(0, weight));
  }

  private static float sum(Map<String, float[]> regions, int vertex, String... names) {
    float sum = 0;
    for (String name : names) {
      float[] weights = regions.get(name);
      sum += weights == null ? 0 : weights[vertex];
    }
    return sum;
  }

  /**
   * Weights of vertices as an image in texture space; texels outside the layout are 0.
   *
   * @param weights [V]
   * @param side of the texture in texels
   */
  public static Plane inTexture(MeshTopology topology, float[] weights, int side) {
    return new Plane(side, side, TextureSpace.of(topology, side).interpolate(weights, 0));
  }
}
