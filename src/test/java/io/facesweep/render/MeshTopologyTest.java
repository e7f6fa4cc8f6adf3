package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MeshTopologyTest {
  private static final int[] FACE = {0, 1, 2};

  @Test
  void findsBorderAndSharedEdges() {
    MeshEdges edges = new MeshTopology(4, new int[] {0, 1, 2, 0, 2, 3}, new float[0]).edges();
    assertThat(edges.count()).isEqualTo(5);
    int shared = 0;
    for (int edge = 0; edge < edges.count(); edge++) {
      if (edges.secondTriangle(edge) != MeshEdges.BORDER) {
        shared++;
        assertThat(edges.start(edge) + edges.end(edge)).isEqualTo(2);
        assertThat(edges.opposite(edge, edges.firstTriangle(edge))).isIn(1, 3);
      }
    }
    assertThat(shared).isEqualTo(1);
  }

  @Test
  void rejectsBadInputByIndex() {
    float[] none = {};
    assertRefused(
        () -> new MeshTopology(0, FACE, none), "Invalid vertex count: 0 (expected at least 1)");
    assertRefused(
        () -> new MeshTopology(3, new int[4], none),
        "Invalid faces: 4 indices (expected a multiple of 3, at least 3)");
    assertRefused(
        () -> new MeshTopology(3, new int[0], none),
        "Invalid faces: 0 indices (expected a multiple of 3, at least 3)");
    assertRefused(
        () -> new MeshTopology(3, FACE, new float[5]),
        "Invalid texture coordinates: 5 values (expected 6, two a corner, or none)");
    assertRefused(
        () -> new MeshTopology(3, new int[] {0, 1, 2, 0, 1, 3}, none),
        "Invalid face 1: vertex index 3 (expected 0 to 2)");
    assertRefused(
        () -> new MeshTopology(3, FACE, new float[] {0, 0, 0, Float.NaN, 0, 0}),
        "Invalid texture coordinate of face 0: NaN (expected finite values)");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
