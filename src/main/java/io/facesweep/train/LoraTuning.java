package io.facesweep.train;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import io.facesweep.weights.TensorSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains a LoRA of a UNet (Hu et al. 2021, arXiv 2106.09685): to the weight of each linear layer
 * and convolution, up times down is added. Its file has the names of kohya's scripts; alpha is the
 * rank, so that the product counts as it is.
 */
final class LoraTuning implements UnetTuning {
  static final String FILE = "lora.safetensors";

  private static final String WEIGHT = ".weight";
  private static final String DOWN = ".lora_down.weight";
  private static final String UP = ".lora_up.weight";

  private final int rank;
  private final TrainedWeights trained;
  private final FrozenTensors base;
  private final Device device;

  /**
   * @param trained which layers it changes
   * @param base the UNet's tensors; closed with this
   */
  LoraTuning(int rank, TrainedWeights trained, FrozenTensors base, Device device) {
    this.rank = rank;
    this.trained = trained;
    this.base = base;
    this.device = device;
  }

  @Override
  public TensorSource over(TensorSource parameters) {
    return (key, shape) -> {
      Tensor own = base.tensor(key, shape);
      return isChanged(key, shape)
          ? TensorScope.compute(() -> changed(own, key, shape, parameters))
          : own;
    };
  }

  private boolean isChanged(String key, long... shape) {
    return key.endsWith(WEIGHT) && shape.length >= 2 && trained.contain(key);
  }

  /** Of a matrix [out, in], or a convolution [out, in, k, k]. */
  private Tensor changed(Tensor own, String key, long[] shape, TensorSource parameters) {
    String layer = layer(key);
    long[] from = shape.clone();
    from[0] = rank;
    long[] to = new long[shape.length];
    Arrays.fill(to, 1);
    to[0] = shape[0];
    to[1] = rank;
    Tensor down = parameters.tensor(layer + DOWN, from).to(device);
    Tensor up = parameters.tensor(layer + UP, to).to(device);
    Tensor product = up.reshape(shape[0], rank).matmul(down.reshape(rank, -1));
    return own.to(DType.FLOAT32).add(product.reshape(shape));
  }

  private static String layer(String key) {
    return key.substring(0, key.length() - WEIGHT.length());
  }

  @Override
  public float[] initial(ParameterLayout layout, RandomStream random) {
    float[] values = Initialisation.draw(layout, random);
    for (ParameterLayout.Slot slot : layout.slots()) {
      if (slot.name().endsWith(UP)) {
        int begin = Math.toIntExact(slot.offset());
        Arrays.fill(values, begin, begin + Math.toIntExact(slot.size()), 0);
      }
    }
    return values;
  }

  @Override
  public Map<String, NamedArray> arrays(ParameterLayout layout, float[] values) {
    Map<String, NamedArray> arrays = new TreeMap<>(base.arrays());
    TensorSource parameters = (key, shape) -> Tensor.of(layout.slot(key).of(values), shape);
    for (ParameterLayout.Slot slot : layout.slots()) {
      if (slot.name().endsWith(DOWN)) {
        String key = slot.name().substring(0, slot.name().length() - DOWN.length()) + WEIGHT;
        try (TensorScope scope = TensorScope.open()) {
          Tensor own = base.tensor(key);
          Tensor merged = changed(own, key, own.shape(), parameters);
          arrays.put(key, NamedArray.float16(merged.toFloats(), own.shape()));
        }
      }
    }
    return arrays;
  }

  @Override
  public void writeBeside(Path folder, ParameterLayout layout, float[] values) {
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    for (ParameterLayout.Slot slot : layout.slots()) {
      String kind = slot.name().endsWith(DOWN) ? DOWN : UP;
      String layer = slot.name().substring(0, slot.name().length() - kind.length());
      String name = "lora_unet_" + layer.replace('.', '_');
      arrays.put(name + kind, NamedArray.float32(slot.of(values), slot.shape()));
      arrays.put(name + ".alpha", NamedArray.float32(new float[] {rank}));
    }
    SafetensorsWriter.write(
        folder.resolve(FILE), arrays, Map.of("format", "pt", "ss_network_dim", "" + rank));
  }

  @Override
  public void close() {
    base.close();
  }
}
