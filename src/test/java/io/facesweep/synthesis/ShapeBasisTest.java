package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeBasisTest {
  @Test
  void givesTheVerticesOfTheFaceModel() {
    FaceModel head = FaceModels.open("builtin:head");
    float[] mean = new float[head.identityCount()];
    float[] other = new float[head.identityCount()];
    for (int i = 0; i < other.length; i++) {
      other[i] = (float) Math.sin(i);
    }
    try (TensorScope scope = TensorScope.open();
        ShapeBasis basis = new ShapeBasis(head, Device.CPU)) {
      Tensor vertices = basis.vertices(basis.coefficients(List.of(mean, other)));
      assertThat(vertices.shape()).containsExactly(2, head.vertexCount(), 3);
      float[] actual = vertices.select(0, 1).toFloats();
      assertThat(actual).containsExactly(head.vertices(other), within(2e-6f));
    }
  }
}
