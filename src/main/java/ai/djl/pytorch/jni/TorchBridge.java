package ai.djl.pytorch.jni;

import ai.djl.engine.Engine;
import io.facesweep.UserException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The door to DJL's native library, whose methods only this package can call.
 *
 * <p>Everything is a raw native handle here; {@code io.facesweep.tensor} gives them types and
 * lifetimes. What DJL's public classes do not offer and this bridge does: running TorchScript
 * methods outside inference mode, so that their results are differentiable.
 */
public final class TorchBridge {
  private static final ThreadLocal<Boolean> PLAIN_EXECUTOR = new ThreadLocal<>();

  /** Why there is no library; null where it is loaded, which is before any call. */
  private static final @Nullable Throwable MISSING = load();

  private TorchBridge() {}

  private static @Nullable Throwable load() {
    try {
      EngineFailure.requireLibtorch(EngineFailure.setting("PYTORCH_LIBRARY_PATH"));
      Engine.getEngine("PyTorch");
      FaceSweepNatives.requireSameTorch();
      NativeHeap.keepFreedMemory();
      NativeLog.heedEnvironment(Path.of(LibUtils.getLibtorchPath()));
    } catch (RuntimeException | LinkageError | AssertionError e) {
      return e;
    }
    // DJL's engine switches recording off on the thread that happens to load it, and leaves it on
    // elsewhere.
    PyTorchLibrary.LIB.torchSetGradMode(true);
    ProcessEnd.spareLibtorch();
    return null;
  }

  /** The version of DJL. */
  public static String djlVersion() {
    return Engine.getDjlVersion();
  }

  /** The version of PyTorch that DJL takes the loaded library for. */
  public static String statedVersion() {
    library();
    return Engine.getEngine("PyTorch").getVersion();
  }

  /** The library, in every call: one that did not load is to say why, each time. */
  private static PyTorchLibrary library() {
    if (MISSING != null) {
      throw EngineFailure.of(MISSING);
    }
    return PyTorchLibrary.LIB;
  }

  /**
   * Loads the native libraries of DJL's PyTorch engine, once.
   *
   * @throws UserException if they do not load, which says what to set
   */
  public static void loadEngine() {
    library();
  }

  /** The folder that libtorch was loaded from. */
  public static Path libraryFolder() {
    library();
    return Path.of(LibUtils.getLibtorchPath());
  }

  public static void threads(int count) {
    library().torchSetNumThreads(count);
  }

  public static int threads() {
    return library().torchGetNumThreads();
  }

  /** Loads a TorchScript archive that holds code and no tensors. */
  public static long loadModule(byte[] archive) {
    int[] cpu = {0, -1};
    return library().moduleLoad(new ByteArrayInputStream(archive), cpu, true, new byte[8192], -1);
  }

  /**
   * Loads a TorchScript file with its tensors, for inference.
   *
   * @param cudaIndex of the device that its tensors go to; -1 for the CPU
   */
  public static long loadModule(Path file, int cudaIndex) {
    int[] device = {cudaIndex < 0 ? 0 : 1, cudaIndex};
    long module =
        library().moduleLoad(file.toString(), device, true, new String[0], new String[0], false);
    library().moduleEval(module);
    return module;
  }

  public static void deleteModule(long module) {
    library().torchDeleteModule(module);
  }

  public static boolean isTensor(long value) {
    return library().iValueIsTensor(value);
  }

  /**
   * Runs a method of a TorchScript module under the thread's own gradient mode; the result is an
   * IValue handle.
   */
  public static long run(long module, String method, long[] arguments) {
    if (PLAIN_EXECUTOR.get() == null) {
      // Per thread: without it the first calls of every method are profiled, which is slow and
      // changes results' rounding.
      library().setGraphExecutorOptimize(false);
      PLAIN_EXECUTOR.set(true);
    }
    return library().moduleRunMethod(module, method, arguments, true, false);
  }

  public static long box(long tensor) {
    return library().iValueFromTensor(tensor);
  }

  public static long box(long[] tensors) {
    return library().iValueFromTensorList(tensors);
  }

  public static long boxLong(long value) {
    return library().iValueFromLong(value);
  }

  public static long boxDouble(double value) {
    return library().iValueFromDouble(value);
  }

  public static long boxBoolean(boolean value) {
    return library().iValueFromBool(value);
  }

  public static long boxLongs(long[] values) {
    return library().iValueFromLongList(values);
  }

  public static long boxDoubles(double[] values) {
    return library().iValueFromDoubleList(values);
  }

  public static long unboxTensor(long value) {
    return library().iValueToTensor(value);
  }

  public static long[] unboxTensors(long value) {
    return library().iValueToTensorList(value);
  }

  public static long unboxLong(long value) {
    return library().iValueToLong(value);
  }

  public static void deleteValue(long value) {
    library().torchDeleteIValue(value);
  }

  public static void deleteTensor(long tensor) {
    library().torchDeleteTensor(tensor);
  }

  public static boolean isGradMode() {
    return library().torchIsGradMode();
  }

  public static void gradMode(boolean enabled) {
    library().torchSetGradMode(enabled);
  }

  /** Makes a tensor that nothing has computed a leaf of gradients. */
  public static void requireGrad(long tensor) {
    library().torchAttachGrad(tensor, true);
  }

  public static long[] sizes(long tensor) {
    return library().torchSizes(tensor);
  }

  /** {type, index}: type 0 is the CPU, 1 is CUDA. */
  public static int[] device(long tensor) {
    return library().torchDevice(tensor);
  }

  /**
   * An uninitialised CPU tensor.
   *
   * @param type DJL's number of the data type, see {@code DType}
   */
  public static long empty(long[] shape, int type) {
    return library().torchEmpty(shape, type, 0, new int[] {0, -1}, false);
  }

  /** The tensor's own memory (CPU, contiguous), valid while the tensor lives. */
  public static ByteBuffer memory(long tensor) {
    return library().torchDirectByteBuffer(tensor);
  }

  /** DJL's number of the data type, see {@code DType}. */
  public static int type(long tensor) {
    return library().torchDType(tensor);
  }

  public static long detach(long a) {
    return library().torchDetachGrad(a);
  }

  public static long contiguous(long a) {
    return library().torchToContiguous(a);
  }

  public static long unsqueeze(long a, long axis) {
    return library().torchUnsqueeze(a, axis);
  }

  public static long transpose(long a, long first, long second) {
    return library().torchTranspose(a, first, second);
  }

  public static long expand(long a, long[] shape) {
    return library().torchExpand(a, shape);
  }

  public static long slice(long a, long axis, long start, long end, long step) {
    return library().torchSlice(a, axis, start, end, step);
  }

  public static long stack(long[] tensors, long axis) {
    return library().torchStack(tensors, axis);
  }

  public static long square(long a) {
    return library().torchSquare(a);
  }

  public static long abs(long a) {
    return library().torchAbs(a);
  }

  public static long sum(long a, long[] axes, boolean keep) {
    return library().torchSum(a, axes, keep);
  }

  public static long add(long a, long b) {
    return library().torchAdd(a, b);
  }

  public static long sub(long a, long b) {
    return library().torchSub(a, b);
  }

  public static long mul(long a, long b) {
    return library().torchMul(a, b);
  }

  public static long div(long a, long b) {
    return library().torchTrueDivide(a, b);
  }

  public static long matmul(long a, long b) {
    return library().torchMatmul(a, b);
  }

  public static long reshape(long a, long[] shape) {
    return library().torchReshape(a, shape);
  }

  public static long permute(long a, long[] axes) {
    return library().torchPermute(a, axes);
  }

  public static long cat(long[] tensors, long axis) {
    return library().torchCat(tensors, axis);
  }

  /**
   * A fully connected layer.
   *
   * @param bias a handle, or 0 for none
   */
  public static long linear(long x, long weight, long bias) {
    return library().torchNNLinear(x, weight, bias);
  }

  /**
   * A convolution.
   *
   * @param bias a handle, or 0 for none
   */
  public static long conv2d(long x, long weight, long bias, long stride, long padding) {
    return library()
        .torchNNConvNd(
            x,
            weight,
            bias,
            new long[] {stride, stride},
            new long[] {padding, padding},
            new long[] {1, 1},
            1);
  }

  /** Gives memory of devices, and of the process, that is kept and not in use back. */
  public static void emptyCaches() {
    library().torchCudaEmptyCache();
    NativeHeap.giveBack();
  }
}
