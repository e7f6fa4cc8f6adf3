package io.facesweep.mesh;

import java.util.HashMap;
import java.util.Map;

/** The distinct (vertex, UV) pairs of a mesh's corners, in order of first use. */
record MeshCorners(int[] vertex, int[] uv, int[] indices) {
  static MeshCorners of(TriangleMesh mesh) {
    Map<Long, Integer> numbers = new HashMap<>();
    IntList vertex = new IntList();
    IntList uv = new IntList();
    int[] indices = new int[mesh.faces().length];
    for (int i = 0; i < indices.length; i++) {
      int v = mesh.faces()[i];
      int t = mesh.isTextured() ? mesh.textureFaces()[i] : 0;
      Integer number = numbers.putIfAbsent((long) v << 32 | t, vertex.size());
      if (number == null) {
        indices[i] = vertex.size();
        vertex.add(v);
        uv.add(t);
      } else {
        indices[i] = number;
      }
    }
    return new MeshCorners(vertex.toArray(), uv.toArray(), indices);
  }
}
