package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetAndControlNetTest {
  @TempDir Path directory;

  private final RandomStream random = RandomStream.of("test", 7);
  private TensorScope scope;
  private GradMode gradMode;
  private UNet2DConditionModel unet;
  private ControlNetModel control;
  private Tensor sample;
  private Tensor text;
  private Tensor images;

  @BeforeEach
  void openNets() {
    scope = TensorScope.open();
    gradMode = GradMode.disabled();
    unet =
        UNet2DConditionModel.open(
            SnapshotCopy.original().resolve("unet"), DType.FLOAT32, Device.CPU);
    control = ControlNetModel.open(SnapshotCopy.controlNet(), DType.FLOAT32, Device.CPU);
    sample = random.child("sample").normal(2, 4, 8, 16);
    text = random.child("text").normal(2, 77, 32);
    images = random.child("images").uniform(2, 3, 64, 128);
  }

  @AfterEach
  void closeNets() {
    unet.close();
    control.close();
    gradMode.close();
    scope.close();
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).containsExactly(expected.shape());
    double difference = actual.sub(expected).abs().max().item();
    assertThat(difference).isLessThan(1e-5 * expected.abs().max().item());
  }

  private ControlResiduals residuals(Tensor image, double... scales) {
    return control.forward(sample, new long[] {3, 700}, text, image, scales);
  }

  @Test
  void itemsOfABatchDoNotSeeEachOther() {
    Tensor both = unet.forward(sample, new long[] {3, 700}, text);
    Tensor second = unet.forward(sample.slice(0, 1, 2), new long[] {700}, text.slice(0, 1, 2));
    assertClose(both.slice(0, 1, 2), second);
  }

  @Test
  void everyItemHasItsOwnConditioningScale() {
    ControlResiduals mixed = residuals(images, 1, 0.25);
    ControlResiduals full = residuals(images, 1, 1);
    assertClose(mixed.mid().slice(0, 0, 1), full.mid().slice(0, 0, 1));
    assertClose(mixed.mid().slice(0, 1, 2), full.mid().slice(0, 1, 2).mul(0.25));
    assertClose(mixed.down().get(4).slice(0, 1, 2), full.down().get(4).slice(0, 1, 2).mul(0.25));
  }

  @Test
  void repeatsImagesOverABatchThatIsAMultipleOfTheirs() {
    Tensor image = images.slice(0, 0, 1);
    ControlResiduals repeated = residuals(image, 1, 1);
    ControlResiduals given = residuals(Tensor.cat(0, image, image), 1, 1);
    assertClose(repeated.mid(), given.mid());
    assertClose(repeated.down().get(0), given.down().get(0));
  }

  @Test
  void residualsOfSeveralNetsAddUp() {
    ControlResiduals one = residuals(images, 1, 1);
    ControlResiduals sum = one.plus(residuals(images, 0.5, 0.5));
    assertClose(sum.mid(), one.mid().mul(1.5));
    assertClose(sum.down().get(11), one.down().get(11).mul(1.5));
  }

  @Test
  void threadsShareANet() throws Exception {
    float[] expected = unet.forward(sample, new long[] {3, 700}, text).toFloats();
    float[] sampleValues = sample.toFloats();
    float[] textValues = text.toFloats();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<float[]>> results =
          List.of(1, 2).stream()
              .map(
                  i ->
                      threads.submit(
                          () -> {
                            try (TensorScope own = TensorScope.open();
                                GradMode off = GradMode.disabled()) {
                              Tensor mine = Tensor.of(sampleValues, 2, 4, 8, 16);
                              Tensor words = Tensor.of(textValues, 2, 77, 32);
                              return unet.forward(mine, new long[] {3, 700}, words).toFloats();
                            }
                          }))
              .toList();
      for (Future<float[]> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aTextThatAllItemsHaveIsGivenOnce() {
    Tensor one = text.slice(0, 1, 2);
    Tensor each = Tensor.cat(0, List.of(one, one));
    long[] timesteps = {3, 700};
    assertThat(unet.forward(sample, timesteps, one).toFloats())
        .isEqualTo(unet.forward(sample, timesteps, each).toFloats());
  }

  @Test
  void aBatchThatIsBegunGivesWithEachTextTheBitsOfAWholePass() {
    long[] timesteps = {3, 700};
    UNet2DConditionModel.BeforeText before = unet.beforeText(sample, timesteps);
    for (Tensor asked : List.of(text, text.mul(0.5), text.slice(0, 0, 1))) {
      assertThat(unet.forward(before, asked).toFloats())
          .isEqualTo(unet.forward(sample, timesteps, asked).toFloats());
    }
    assertThatThrownBy(() -> unet.forward(before, Tensor.zeros(3, 77, 32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoderHiddenStates")
        .hasMessageContaining("[3, 77, 32]");
    assertThatThrownBy(() -> unet.beforeText(sample, new long[] {3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid timesteps: 1 for a batch of 2");
  }

  @Test
  void refusesInputsOfTheWrongShape() {
    assertThatThrownBy(() -> unet.forward(sample.slice(1, 0, 3), new long[] {1, 2}, text))
        .hasMessage("Invalid sample: shape [2, 3, 8, 16] (expected [any, 4, any, any])");
    assertThatThrownBy(() -> unet.forward(sample, new long[] {1, 2}, text.slice(2, 0, 16)))
        .hasMessage("Invalid encoderHiddenStates: shape [2, 77, 16] (expected [2, any, 32])");
    assertThatThrownBy(() -> unet.forward(sample.slice(0, 0, 1), new long[] {1}, text))
        .hasMessage("Invalid encoderHiddenStates: shape [2, 77, 32] (expected [1, any, 32])");
    assertThatThrownBy(() -> unet.forward(sample, new long[] {1}, text))
        .hasMessage("Invalid timesteps: 1 for a batch of 2");
    assertThatThrownBy(() -> residuals(images.slice(2, 0, 32), 1, 1))
        .hasMessage("Invalid controlnetCond: shape [2, 3, 32, 128] (expected [any, 3, 64, 128])");
    assertThatThrownBy(() -> residuals(images, 1))
        .hasMessage("Invalid control: 2 images and 1 scales for a batch of 2");
  }

  @Test
  void refusesResidualsOfANetOfAnotherDepth() {
    ControlResiduals found = residuals(images, 1, 1);
    ControlResiduals fewer = new ControlResiduals(found.down().subList(0, 5), found.mid());
    assertThatThrownBy(() -> unet.forward(sample, new long[] {1, 2}, text, fewer))
        .hasMessage("Invalid control: 5 residuals (expected 12, one for each of the UNet's)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "controlnet_conditioning_channel_order|\"bgr\"|rgb",
        "global_pool_conditions|true|false: the option is not supported",
        "mid_block_type|null|UNetMidBlock2DCrossAttn or UNetMidBlock2D",
        "conditioning_embedding_out_channels|[]|1 to 16 positive whole numbers of at most 65536",
      })
  void refusesOptionsOfControlNetsThatAreNotSupported(String key, String value, String rule) {
    SnapshotCopy.ofControlNet(directory).set("config.json", key, value);
    assertThatThrownBy(() -> ControlNetModel.open(directory, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid " + key + ": ")
        .hasMessageContaining("(expected " + rule + ")");
  }
}
