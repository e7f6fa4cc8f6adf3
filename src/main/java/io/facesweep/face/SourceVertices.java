package io.facesweep.face;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which vertices of a source a face model is made of. Files that go with the source number its
 * vertices, of which a loader may keep some only.
 *
 * @param kept number in the source of each vertex of the model [V], ascending
 * @param count of the source's vertices
 */
record SourceVertices(int[] kept, int count) {
  /** All of a source's vertices. */
  static SourceVertices all(int count) {
    return new SourceVertices(IntStream.range(0, count).toArray(), count);
  }

  /** The model's number of each of the source's vertices; -1 for those that it does not have. */
  int[] inModel() {
    int[] numbers = new int[count];
    Arrays.fill(numbers, -1);
    for (int v = 0; v < kept.length; v++) {
      numbers[kept[v]] = v;
    }
    return numbers;
  }

  /**
   * Takes the values of the kept vertices.
   *
   * @param values of the source, {@code width} a vertex
   */
  float[] of(float[] values, int width) {
    float[] result = new float[kept.length * width];
    for (int v = 0; v < kept.length; v++) {
      System.arraycopy(values, kept[v] * width, result, v * width, width);
    }
    return result;
  }
}
