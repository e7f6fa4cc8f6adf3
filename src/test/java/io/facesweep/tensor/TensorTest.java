package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorTest {
  private TensorScope scope;

  @BeforeEach
  void openScope() {
    scope = TensorScope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  @Test
  void broadcastsLikePyTorch() {
    Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor b = Tensor.of(new float[] {10, 20}, 2);
    assertThat(a.add(b).toFloats()).containsExactly(11, 22, 13, 24);
    assertThat(a.mul(2).sub(1).toFloats()).containsExactly(1, 3, 5, 7);
    assertThat(a.matmul(a).toFloats()).containsExactly(7, 10, 15, 22);
  }

  @Test
  void differentiatesThroughCastsAndNormalisation() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 5}, 1, 4).asLeaf();
    Tensor y = x.to(DType.FLOAT64).square().to(DType.FLOAT32);
    assertThat(Autograd.gradient(y.sum(), x).toFloats()).containsExactly(2, 4, 6, 10);
  }

  @Test
  void gradientOfWhatAnOutputIgnoresIsZero() {
    Tensor x = Tensor.ones(2).asLeaf();
    Tensor unused = Tensor.ones(3).asLeaf();
    var gradients = Autograd.gradients(x.mul(3).sum(), java.util.List.of(x, unused));
    assertThat(gradients.get(0).toFloats()).containsExactly(3, 3);
    assertThat(gradients.get(1).toFloats()).containsExactly(0, 0, 0);
  }

  @Test
  void recordsNothingWhereGradModeIsDisabled() {
    Tensor x = Tensor.ones(2).asLeaf();
    Tensor y;
    try (GradMode off = GradMode.disabled()) {
      y = x.mul(3).sum();
    }
    assertThatThrownBy(() -> Autograd.gradient(y, x)).hasMessageContaining("does not require grad");
    assertThat(Autograd.gradient(x.mul(3).sum(), x).toFloats()).containsExactly(3, 3);
  }

  @Test
  void convolutionAndGroupNormMatchHandComputedValues() {
    Tensor image = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
    Tensor kernel = Tensor.ones(1, 1, 3, 3);
    assertThat(Functional.conv2d(image, kernel, null, 1, 1).toFloats())
        .containsExactly(10, 10, 10, 10);
    Tensor normed = Functional.groupNorm(image, 1, Tensor.ones(1), Tensor.zeros(1), 0);
    assertThat(normed.sum().item()).isCloseTo(0, within(1e-6f));
    assertThat(normed.square().mean().item()).isCloseTo(1, within(1e-6f));
  }

  @Test
  void bfloat16IsReachedByConversionOnly() {
    assertThatThrownBy(() -> Tensor.empty(DType.BFLOAT16, 2))
        .hasMessageContaining("Cannot create a tensor of BFLOAT16");
    Tensor half = Tensor.of(new float[] {1.5f, -2}, 2).to(DType.BFLOAT16);
    assertThat(half.dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(half.toFloats()).containsExactly(1.5f, -2);
    Tensor bits = Tensor.empty(DType.FLOAT16, 1);
    bits.memory().putShort(0, (short) 0x3FC0);
    assertThat(bits.reinterpret(DType.BFLOAT16).toFloats()).containsExactly(1.5f);
  }

  @Test
  void scopesFreeWhatIsNotKept() {
    Tensor[] lost = new Tensor[1];
    Tensor kept =
        TensorScope.compute(
            () -> {
              lost[0] = Tensor.ones(2);
              return lost[0].mul(2);
            });
    assertThat(kept.toFloats()).containsExactly(2, 2);
    assertThat(lost[0].isOpen()).isFalse();
    assertThatThrownBy(lost[0]::sum)
        .hasMessage("Cannot use a tensor: its scope or owner is closed");
  }

  @Test
  void ownersKeepTensorsBeyondScopes() {
    Tensor weight;
    TensorOwner owner = new TensorOwner();
    try (TensorScope inner = TensorScope.open()) {
      weight = owner.adopt(Tensor.ones(4));
    }
    assertThat(weight.toFloats()).hasSize(4);
    assertThat(owner.bytes()).isEqualTo(16);
    owner.close();
    assertThat(weight.isOpen()).isFalse();
    assertThatThrownBy(() -> owner.adopt(Tensor.ones(1)))
        .hasMessageContaining("the owner is closed");
  }

  @Test
  void refusesToCreateWithoutAScope() throws Exception {
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                Tensor.ones(1);
              } catch (IllegalStateException e) {
                thrown[0] = e;
              }
            });
    thread.start();
    thread.join();
    assertThat(thrown[0]).hasMessageContaining("no TensorScope is open");
  }

  @Test
  void randomStreamsDependOnTheirPathOnly() {
    RandomStream root = RandomStream.of("sweep", 7);
    float[] first = root.child("noise").child(3).normal(4).toFloats();
    root.child("light").normal(100);
    assertThat(root.child("noise").child(3).normal(4).toFloats()).isEqualTo(first);
    assertThat(root.child("noise").child(4).normal(4).toFloats()).isNotEqualTo(first);
    assertThat(RandomStream.of("sweep", 8).child("noise").child(3).normal(4).toFloats())
        .isNotEqualTo(first);
  }

  @Test
  void normalNumbersArePyTorchs() {
    // torch.randn(4, generator=torch.Generator().manual_seed(42))
    float[] expected = {0.3367f, 0.1288f, 0.2345f, 0.2303f};
    float[] actual = new RandomStream(42).normal(4).toFloats();
    for (int i = 0; i < 4; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }

  @Test
  void requireShapeNamesBothShapes() {
    assertThatThrownBy(() -> Tensor.ones(2, 3).requireShape("latents", -1, 4))
        .hasMessage("Invalid latents: shape [2, 3] (expected [any, 4])");
  }

  @Test
  void adamwMovesAgainstTheGradientByTheLearningRate() {
    Tensor x = Tensor.ones(1);
    var one = java.util.List.of(Tensor.full(5, 1));
    Functional.adamwInPlace(
        java.util.List.of(x),
        one,
        java.util.List.of(Tensor.zeros(1)),
        java.util.List.of(Tensor.zeros(1)),
        1,
        0.1,
        0.9,
        0.99,
        1e-15,
        0);
    assertThat(x.item()).isCloseTo(0.9f, within(1e-6f));
  }

  @Test
  void inPlaceOperatorsWriteThroughViews() {
    Tensor x = Tensor.zeros(2, 2);
    x.select(0, 1).copyInPlace(Tensor.ones(2));
    x.addInPlace(Tensor.ones(2, 2), 0.5);
    assertThat(x.toFloats()).containsExactly(0.5f, 0.5f, 1.5f, 1.5f);
  }

  @Test
  void addsAProductToSomeRowsInPlace() {
    Tensor x = Tensor.ones(3, 2);
    Tensor left = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor right = Tensor.of(new float[] {5, 6, 7, 8}, 2, 2);
    x.slice(0, 1, 3).addProductInPlace(left, right, 0.5);
    assertThat(x.toFloats()).containsExactly(1, 1, 10.5f, 12, 22.5f, 26);
  }
}
