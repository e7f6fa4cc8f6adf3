package io.facesweep.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModels;
import org.junit.jupiter.api.Test;

class TextureLayoutTest {
  private static final TriangleMesh HEAD = FaceModels.open("builtin:head").mean();

  @Test
  void theBuiltInHeadMirrorsAtTheMiddle() {
    assertThat(TextureLayout.mirrors(HEAD)).isTrue();
  }

  @Test
  void aLayoutThatIsShiftedDoesNot() {
    float[] uv = HEAD.textureCoordinates().clone();
    for (int i = 0; i < uv.length; i += 2) {
      uv[i] = 0.8f * uv[i];
    }
    assertThat(TextureLayout.mirrors(textured(uv))).isFalse();
  }

  @Test
  void aLayoutThatLiesOnItsSideDoesNot() {
    float[] uv = HEAD.textureCoordinates().clone();
    for (int i = 0; i < uv.length; i += 2) {
      float u = uv[i];
      uv[i] = uv[i + 1];
      uv[i + 1] = u;
    }
    assertThat(TextureLayout.mirrors(textured(uv))).isFalse();
  }

  @Test
  void aMeshWithoutTextureDoesNot() {
    TriangleMesh bare = new TriangleMesh(HEAD.vertices(), HEAD.faces(), new float[0], new int[0]);
    assertThat(TextureLayout.mirrors(bare)).isFalse();
  }

  @Test
  void tilesAreMoreThanOneTexture() {
    float[] uv = HEAD.textureCoordinates().clone();
    assertThat(TextureLayout.liesInOneTexture(textured(uv))).isTrue();
    uv[0] = 1.5f;
    assertThat(TextureLayout.liesInOneTexture(textured(uv))).isFalse();
  }

  private static TriangleMesh textured(float[] uv) {
    return new TriangleMesh(HEAD.vertices(), HEAD.faces(), uv, HEAD.textureFaces());
  }
}
