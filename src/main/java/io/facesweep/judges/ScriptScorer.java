package io.facesweep.judges;

import io.facesweep.ForeignFile;
import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.ScriptModule;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A net of a user's that judges pictures: a TorchScript file that takes [1, 3, size, size] and
 * gives one number, or a vector that stands for who is seen. The file's code runs in this process.
 * Threads may share it.
 */
public final class ScriptScorer implements AutoCloseable {
  /** What only TorchScript has: {@code torch.save} of weights alone writes no code. */
  private static final String CODE = ".*/code/.*\\.py";

  private final ScriptModule module;
  private final Preparation preparation;

  private ScriptScorer(ScriptModule module, Preparation preparation) {
    this.module = module;
    this.preparation = preparation;
  }

  /**
   * How pictures are made ready.
   *
   * @param size side in pixels
   * @param mean of each channel, subtracted
   * @param deviation of each channel, divided by
   */
  public record Preparation(int size, List<Double> mean, List<Double> deviation) {
    public Preparation {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
    }

    /** Resizes with a low-pass filter when shrinking, [N, 3, H, W] to [N, 3, size, size]. */
    private Tensor of(Tensor pictures) {
      boolean fits = pictures.shape(2) == size && pictures.shape(3) == size;
      Tensor sized = fits ? pictures : Functional.resizeBicubic(pictures, size, size).clamp(0, 1);
      return sized.sub(column(mean, sized)).div(column(deviation, sized));
    }

    private static Tensor column(List<Double> values, Tensor like) {
      float[] floats = new float[values.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values.get(i).floatValue();
      }
      return Tensor.of(floats, 1, floats.length, 1, 1).like(like);
    }
  }

  /**
   * Looks whether a file is what {@code torch.jit.save} writes, without running it.
   *
   * @throws UserException if it is not, or cannot be read
   */
  public static void requireScript(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.stream().map(ZipEntry::getName).noneMatch(name -> name.matches(CODE))) {
        throw new UserException(
            "%s has no code (expected what torch.jit.save writes, not weights alone)"
                .formatted(file));
      }
    } catch (IOException e) {
      throw new UserException(
          "%s is no TorchScript file (expected what torch.jit.save writes): %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Whether a file is what {@code torch.jit.save} writes; runs nothing. */
  public static boolean isScript(Path file) {
    try {
      requireScript(file);
      return true;
    } catch (UserException e) {
      return false;
    }
  }

  /**
   * Opens a file.
   *
   * @throws UserException if libtorch cannot load it
   */
  public static ScriptScorer open(Path file, Preparation preparation, Device device) {
    requireScript(file);
    return new ScriptScorer(
        ForeignFile.open("TorchScript file " + file, () -> ScriptModule.load(file, device)),
        preparation);
  }

  /**
   * Asks about pictures, one after the other: a net that was traced with one takes no more.
   *
   * @param pictures RGB in [0, 1], [N, 3, H, W]
   * @return for each of them one number, or a vector
   * @throws UserException if the net gives something else
   */
  public List<double[]> answers(Tensor pictures) {
    pictures.requireShape("pictures", -1, 3, -1, -1);
    List<double[]> answers = new ArrayList<>();
    int count = Math.toIntExact(pictures.shape(0));
    for (int i = 0; i < count; i++) {
      try (GradMode off = GradMode.disabled();
          TensorScope scope = TensorScope.open()) {
        answers.add(numbers(module.forward(preparation.of(pictures.slice(0, i, i + 1)))));
      }
    }
    return answers;
  }

  /** Takes a scalar, [D] or [1, D] apart. */
  private static double[] numbers(Tensor answer) {
    long[] shape = answer.shape();
    boolean isRow = shape.length < 2 || (shape.length == 2 && shape[0] == 1);
    if (!isRow || answer.size() == 0 || !answer.dtype().isFloating()) {
      throw new UserException(
          "it gave %s of shape %s (expected floating-point numbers, [1], [1, 1] or [1, D] for one"
                  .formatted(answer.dtype(), Arrays.toString(shape))
              + " picture)");
    }
    float[] floats = answer.to(DType.FLOAT32).toFloats();
    double[] numbers = new double[floats.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = floats[i];
    }
    return numbers;
  }

  @Override
  public void close() {
    module.close();
  }
}
