package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Lays the parts of a texture layout out anew. */
final class UvAtlas {
  private UvAtlas() {}

  private record Moved(int uv, UvMap map) {}

  /**
   * Moves each face's texture coordinates; those that faces moved alike share stay shared.
   *
   * @param mesh with texture coordinates
   * @param maps gives a face's map
   */
  static TriangleMesh pack(TriangleMesh mesh, IntFunction<UvMap> maps) {
    float[] uvs = mesh.textureCoordinates();
    int[] faces = mesh.textureFaces().clone();
    float[] packed = new float[2 * faces.length];
    Map<Moved, Integer> known = new HashMap<>();
    for (int i = 0; i < faces.length; i += 3) {
      UvMap map = maps.apply(i / 3);
      for (int corner = i; corner < i + 3; corner++) {
        int uv = faces[corner];
        int index = known.computeIfAbsent(new Moved(uv, map), key -> known.size());
        packed[2 * index] = map.u(uvs[2 * uv], uvs[2 * uv + 1]);
        packed[2 * index + 1] = map.v(uvs[2 * uv], uvs[2 * uv + 1]);
        faces[corner] = index;
      }
    }
    return new TriangleMesh(
        mesh.vertices(), mesh.faces(), Arrays.copyOf(packed, 2 * known.size()), faces);
  }
}
