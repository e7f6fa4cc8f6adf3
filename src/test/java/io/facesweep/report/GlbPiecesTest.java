package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.mesh.GlbFile;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GlbPiecesTest {
  private static byte[] head(float first) {
    FaceModel face = FaceModels.open("builtin:head");
    float[] identity = new float[face.identityCount()];
    identity[0] = first;
    return GlbFile.untextured(face.mesh(identity)).toBytes();
  }

  @Test
  void piecesAreTheFileAgain() {
    byte[] glb = head(1);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    GlbPieces.of(glb).forEach(joined::writeBytes);
    assertThat(joined.toByteArray()).isEqualTo(glb);
  }

  @Test
  void headsShareTrianglesAndTextureCoordinates() {
    var names =
        GlbPieces.of(head(2)).stream()
            .filter(GlbPieces::isShared)
            .map(GlbPieces::name)
            .collect(Collectors.toSet());
    List<byte[]> others = GlbPieces.of(head(0)).stream().filter(GlbPieces::isShared).toList();
    long shared =
        others.stream()
            .filter(piece -> names.contains(GlbPieces.name(piece)))
            .mapToLong(p -> p.length)
            .sum();
    assertThat(shared).isGreaterThan(200_000);
    assertThat(others.stream().mapToLong(p -> p.length).sum()).isGreaterThan(shared);
  }

  @Test
  void whatIsNoGlbIsOnePiece() {
    byte[] zeros = new byte[100];
    assertThat(GlbPieces.of(zeros)).containsExactly(zeros);
    byte[] glb = head(1);
    glb[30] = '}';
    assertThat(GlbPieces.of(glb)).containsExactly(glb);
    assertThat(GlbPieces.of(new byte[0])).hasSize(1);
  }
}
