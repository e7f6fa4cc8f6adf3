package ai.djl.pytorch.jni;

import ai.djl.engine.Engine;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;

/**
 * The door to DJL's native library, whose methods only this package can call.
 *
 * <p>Everything is a raw native handle here; {@code io.facesweep.tensor} gives them types and
 * lifetimes. What DJL's public classes do not offer and this bridge does: running TorchScript
 * methods outside inference mode, so that their results are differentiable.
 */
public final class TorchBridge {
  private static final ThreadLocal<Boolean> PLAIN_EXECUTOR = new ThreadLocal<>();

  static {
    // Whatever the first call is, the library must be there.
    loadEngine();
  }

  private TorchBridge() {}

  /** Loads the native libraries of DJL's PyTorch engine, once. */
  public static String loadEngine() {
    String version = Engine.getEngine("PyTorch").getVersion();
    // DJL's engine switches recording off on the thread that happens to load it, and leaves it on
    // elsewhere.
    gradMode(true);
    return version;
  }

  /** Versions of PyTorch and of DJL, and the folder that libtorch was loaded from. */
  public static String[] origin() {
    return new String[] {
      LibUtils.getVersion(), Engine.getDjlVersion(), String.valueOf(LibUtils.getLibtorchPath())
    };
  }

  public static int cudaDeviceCount() {
    return Engine.getEngine("PyTorch").getGpuCount();
  }

  public static void threads(int count) {
    PyTorchLibrary.LIB.torchSetNumThreads(count);
  }

  public static int threads() {
    return PyTorchLibrary.LIB.torchGetNumThreads();
  }

  /** Loads a TorchScript archive that holds code and no tensors. */
  public static long loadModule(byte[] archive) {
    int[] cpu = {0, -1};
    return PyTorchLibrary.LIB.moduleLoad(
        new ByteArrayInputStream(archive), cpu, true, new byte[8192], -1);
  }

  /**
   * Runs a method of a TorchScript module under the thread's own gradient mode; the result is an
   * IValue handle.
   */
  public static long run(long module, String method, long[] arguments) {
    if (PLAIN_EXECUTOR.get() == null) {
      // Per thread: without it the first calls of every method are profiled, which is slow and
      // changes results' rounding.
      PyTorchLibrary.LIB.setGraphExecutorOptimize(false);
      PLAIN_EXECUTOR.set(true);
    }
    return PyTorchLibrary.LIB.moduleRunMethod(module, method, arguments, true, false);
  }

  public static long box(long tensor) {
    return PyTorchLibrary.LIB.iValueFromTensor(tensor);
  }

  public static long box(long[] tensors) {
    return PyTorchLibrary.LIB.iValueFromTensorList(tensors);
  }

  public static long boxLong(long value) {
    return PyTorchLibrary.LIB.iValueFromLong(value);
  }

  public static long boxDouble(double value) {
    return PyTorchLibrary.LIB.iValueFromDouble(value);
  }

  public static long boxBoolean(boolean value) {
    return PyTorchLibrary.LIB.iValueFromBool(value);
  }

  public static long boxLongs(long[] values) {
    return PyTorchLibrary.LIB.iValueFromLongList(values);
  }

  public static long boxDoubles(double[] values) {
    return PyTorchLibrary.LIB.iValueFromDoubleList(values);
  }

  public static long unboxTensor(long value) {
    return PyTorchLibrary.LIB.iValueToTensor(value);
  }

  public static long[] unboxTensors(long value) {
    return PyTorchLibrary.LIB.iValueToTensorList(value);
  }

  public static long unboxLong(long value) {
    return PyTorchLibrary.LIB.iValueToLong(value);
  }

  public static void deleteValue(long value) {
    PyTorchLibrary.LIB.torchDeleteIValue(value);
  }

  public static void deleteTensor(long tensor) {
    PyTorchLibrary.LIB.torchDeleteTensor(tensor);
  }

  public static boolean isGradMode() {
    return PyTorchLibrary.LIB.torchIsGradMode();
  }

  public static void gradMode(boolean enabled) {
    PyTorchLibrary.LIB.torchSetGradMode(enabled);
  }

  /** Makes a tensor that nothing has computed a leaf of gradients. */
  public static void requireGrad(long tensor) {
    PyTorchLibrary.LIB.torchAttachGrad(tensor, true);
  }

  public static long[] sizes(long tensor) {
    return PyTorchLibrary.LIB.torchSizes(tensor);
  }

  /** {type, index}: type 0 is the CPU, 1 is CUDA. */
  public static int[] device(long tensor) {
    return PyTorchLibrary.LIB.torchDevice(tensor);
  }

  /**
   * An uninitialised CPU tensor.
   *
   * @param type DJL's number of the data type, see {@code DType}
   */
  public static long empty(long[] shape, int type) {
    return PyTorchLibrary.LIB.torchEmpty(shape, type, 0, new int[] {0, -1}, false);
  }

  /** The tensor's own memory (CPU, contiguous), valid while the tensor lives. */
  public static ByteBuffer memory(long tensor) {
    return PyTorchLibrary.LIB.torchDirectByteBuffer(tensor);
  }

  /** DJL's number of the data type, see {@code DType}. */
  public static int type(long tensor) {
    return PyTorchLibrary.LIB.torchDType(tensor);
  }

  public static long detach(long a) {
    return PyTorchLibrary.LIB.torchDetachGrad(a);
  }

  public static long contiguous(long a) {
    return PyTorchLibrary.LIB.torchToContiguous(a);
  }

  public static long unsqueeze(long a, long axis) {
    return PyTorchLibrary.LIB.torchUnsqueeze(a, axis);
  }

  public static long transpose(long a, long first, long second) {
    return PyTorchLibrary.LIB.torchTranspose(a, first, second);
  }

  public static long expand(long a, long[] shape) {
    return PyTorchLibrary.LIB.torchExpand(a, shape);
  }

  public static long slice(long a, long axis, long start, long end, long step) {
    return PyTorchLibrary.LIB.torchSlice(a, axis, start, end, step);
  }

  public static long stack(long[] tensors, long axis) {
    return PyTorchLibrary.LIB.torchStack(tensors, axis);
  }

  public static long square(long a) {
    return PyTorchLibrary.LIB.torchSquare(a);
  }

  public static long abs(long a) {
    return PyTorchLibrary.LIB.torchAbs(a);
  }

  public static long sum(long a, long[] axes, boolean keep) {
    return PyTorchLibrary.LIB.torchSum(a, axes, keep);
  }

  public static long add(long a, long b) {
    return PyTorchLibrary.LIB.torchAdd(a, b);
  }

  public static long sub(long a, long b) {
    return PyTorchLibrary.LIB.torchSub(a, b);
  }

  public static long mul(long a, long b) {
    return PyTorchLibrary.LIB.torchMul(a, b);
  }

  public static long div(long a, long b) {
    return PyTorchLibrary.LIB.torchTrueDivide(a, b);
  }

  public static long matmul(long a, long b) {
    return PyTorchLibrary.LIB.torchMatmul(a, b);
  }

  public static long reshape(long a, long[] shape) {
    return PyTorchLibrary.LIB.torchReshape(a, shape);
  }

  public static long permute(long a, long[] axes) {
    return PyTorchLibrary.LIB.torchPermute(a, axes);
  }

  public static long cat(long[] tensors, long axis) {
    return PyTorchLibrary.LIB.torchCat(tensors, axis);
  }

  /**
   * A fully connected layer.
   *
   * @param bias a handle, or 0 for none
   */
  public static long linear(long x, long weight, long bias) {
    return PyTorchLibrary.LIB.torchNNLinear(x, weight, bias);
  }

  /**
   * A convolution.
   *
   * @param bias a handle, or 0 for none
   */
  public static long conv2d(long x, long weight, long bias, long stride, long padding) {
    return PyTorchLibrary.LIB.torchNNConvNd(
        x,
        weight,
        bias,
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {1, 1},
        1);
  }

  public static void emptyCudaCache() {
    PyTorchLibrary.LIB.torchCudaEmptyCache();
  }
}
