package io.facesweep.tensor;

import ai.djl.pytorch.jni.FaceSweepNatives;
import ai.djl.pytorch.jni.TorchBridge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array of libtorch, with autograd.
 *
 * <p>Operators return new tensors that join the thread's innermost {@link TensorScope}; operators
 * whose names end in {@code InPlace} change their receiver and record no gradient. Binary operators
 * broadcast as in PyTorch. Net operators (convolution, attention ...) are in {@link Functional}. An
 * error of libtorch (shapes that do not fit, out of memory) surfaces as {@code EngineException}
 * with PyTorch's own message.
 */
public final class Tensor implements AutoCloseable {
  private long handle;
  private @Nullable Object owner;
  private long @Nullable [] shape;
  private @Nullable DType dtype;
  private @Nullable Device pretended;

  private Tensor(long handle) {
    this.handle = handle;
  }

  static Tensor wrap(long handle) {
    Tensor tensor = new Tensor(handle);
    TensorScope.current().add(tensor);
    return tensor;
  }

  /** The result of an operator that is called without {@link Torch}. */
  private static Tensor wrap(long handle, String operator, Object... operands) {
    Tensor result = wrap(handle);
    Placement placement = Placement.installed();
    if (placement != null) {
      placement.computed(operator, operands, List.of(result));
    }
    return result;
  }

  static List<Tensor> wrapAll(long[] handles) {
    List<Tensor> tensors = new ArrayList<>(handles.length);
    for (long handle : handles) {
      tensors.add(wrap(handle));
    }
    return tensors;
  }

  static long[] handles(List<Tensor> tensors) {
    return tensors.stream().mapToLong(Tensor::handle).toArray();
  }

  // ---- creation

  /** A float32 tensor on the CPU with a copy of {@code values}. */
  public static Tensor of(float[] values, long... shape) {
    Tensor tensor = empty(DType.FLOAT32, shape);
    requireCount(values.length, tensor);
    if (values.length > 0) {
      tensor.memory().asFloatBuffer().put(values);
    }
    return tensor;
  }

  /** An int64 tensor on the CPU with a copy of {@code values}. */
  public static Tensor of(long[] values, long... shape) {
    Tensor tensor = empty(DType.INT64, shape);
    requireCount(values.length, tensor);
    if (values.length > 0) {
      tensor.memory().asLongBuffer().put(values);
    }
    return tensor;
  }

  /** An int64 tensor on the CPU with a copy of {@code values}. */
  public static Tensor of(int[] values, long... shape) {
    return of(Arrays.stream(values).asLongStream().toArray(), shape);
  }

  /** A float32 scalar on the CPU. */
  public static Tensor scalar(double value) {
    return full(value);
  }

  /**
   * An uninitialised tensor on the CPU that owns its memory; see {@link #memory()}. Any type but
   * BFLOAT16.
   */
  public static Tensor empty(DType type, long... shape) {
    return wrap(TorchBridge.empty(shape, type.djlType()));
  }

  public static Tensor zeros(long... shape) {
    return full(0, shape);
  }

  public static Tensor ones(long... shape) {
    return full(1, shape);
  }

  /** A float32 tensor on the CPU filled with one value. */
  public static Tensor full(double value, long... shape) {
    return Torch.tensor("cpu_full", shape, value, DType.FLOAT32.scalarType());
  }

  /** int64 0, 1, ... {@code end} - 1 on the CPU. */
  public static Tensor arange(long end) {
    return Torch.tensor("arange", end);
  }

  /** One value in every element, with this tensor's type and device. */
  public Tensor fullLike(double value, long... newShape) {
    return Torch.tensor("full", this, newShape, value);
  }

  public Tensor zerosLike() {
    return fullLike(0, shape());
  }

  public Tensor onesLike() {
    return fullLike(1, shape());
  }

  // ---- what it is

  /** Sizes of the axes. Not a copy. */
  public long[] shape() {
    long[] known = shape;
    if (known == null) {
      known = TorchBridge.sizes(handle());
      shape = known;
    }
    return known;
  }

  /** Size of one axis; negative counts from the last. */
  public long shape(int axis) {
    long[] sizes = shape();
    return sizes[axis < 0 ? sizes.length + axis : axis];
  }

  public int rank() {
    return shape().length;
  }

  /** Number of elements. */
  public long size() {
    long product = 1;
    for (long length : shape()) {
      product *= length;
    }
    return product;
  }

  public String shapeText() {
    return Arrays.toString(shape());
  }

  public DType dtype() {
    DType known = dtype;
    if (known == null) {
      known = DType.ofEngineType(TorchBridge.type(handle()));
      dtype = known;
    }
    return known;
  }

  public Device device() {
    if (pretended != null) {
      return pretended;
    }
    int[] typeAndIndex = TorchBridge.device(handle());
    return typeAndIndex[0] == 0 ? Device.CPU : new Device(Math.max(0, typeAndIndex[1]));
  }

  /**
   * Checks a claimed shape at a public entry point.
   *
   * @param expected sizes; -1 admits any
   * @throws IllegalArgumentException with both shapes
   */
  public Tensor requireShape(String name, long... expected) {
    long[] actual = shape();
    boolean fits = actual.length == expected.length;
    for (int i = 0; fits && i < actual.length; i++) {
      fits = expected[i] < 0 || expected[i] == actual[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "Invalid %s: shape %s (expected %s)"
              .formatted(name, shapeText(), Arrays.toString(expected).replace("-1", "any")));
    }
    return this;
  }

  // ---- values

  /** The elements as float32, in row-major order, whatever the type and device. */
  public float[] toFloats() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor plain = detach().to(DType.FLOAT32).to(Device.CPU).contiguous();
      float[] values = new float[Math.toIntExact(plain.size())];
      if (values.length > 0) {
        plain.memory().asFloatBuffer().get(values);
      }
      return values;
    }
  }

  /** The elements of an integer tensor, in row-major order. */
  public long[] toLongs() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor plain = to(DType.INT64).to(Device.CPU).contiguous();
      long[] values = new long[Math.toIntExact(plain.size())];
      if (values.length > 0) {
        plain.memory().asLongBuffer().get(values);
      }
      return values;
    }
  }

  /** The value of a one-element tensor. */
  public float item() {
    if (size() != 1) {
      throw new IllegalStateException("Cannot take the item of a tensor of shape " + shapeText());
    }
    return toFloats()[0];
  }

  /**
   * This CPU tensor's own memory in native byte order; writing to it changes the tensor. Contiguous
   * tensors only.
   */
  public ByteBuffer memory() {
    Placement placement = Placement.installed();
    if (placement != null) {
      placement.read(this);
    }
    return TorchBridge.memory(handle()).order(ByteOrder.nativeOrder());
  }

  // ---- types and devices

  /** Differentiable conversion. Returns this tensor if it has the type already. */
  public Tensor to(DType type) {
    return dtype() == type ? this : Torch.tensor("to_dtype", this, type.scalarType());
  }

  /** Differentiable copy to a device. Returns this tensor if it is there already. */
  public Tensor to(Device target) {
    if (device().equals(target)) {
      return this;
    }
    Placement placement = Placement.installed();
    if (placement != null) {
      return placement.copied(this, target);
    }
    if (target.isCuda() && FaceSweepNatives.present()) {
      return wrap(FaceSweepNatives.toCuda(handle(), target.cudaIndex()));
    }
    return target.isCuda()
        ? Torch.tensor("to_cuda", this, target.cudaIndex())
        : Torch.tensor("to_cpu", this);
  }

  /** Converts to the type and device of another tensor. */
  public Tensor like(Tensor other) {
    return to(other.device()).to(other.dtype());
  }

  /** Reads the same bits as another type of the same width. */
  public Tensor reinterpret(DType type) {
    return Torch.tensor("reinterpret", this, type.scalarType());
  }

  // ---- gradients

  /** Returns the same values, cut from the graph that made them. Shares memory. */
  public Tensor detach() {
    return wrap(TorchBridge.detach(handle()), "detach", this);
  }

  /** Returns the same values as a leaf that gradients are taken with respect to. Shares memory. */
  public Tensor asLeaf() {
    Tensor leaf = detach();
    TorchBridge.requireGrad(leaf.handle());
    return leaf;
  }

  public Tensor copy() {
    return Torch.tensor("clone", this);
  }

  public Tensor contiguous() {
    return wrap(TorchBridge.contiguous(handle()), "contiguous", this);
  }

  /**
   * Returns the same [N, C, H, W] with the channels next to each other in memory. Operators on
   * images keep the layout, and convolutions of few channels over large images are faster in it.
   */
  public Tensor channelsLast() {
    return Torch.tensor("channels_last", this);
  }

  // ---- arithmetic

  public Tensor add(Tensor other) {
    return wrap(TorchBridge.add(handle(), other.handle()), "add", this, other);
  }

  public Tensor sub(Tensor other) {
    return wrap(TorchBridge.sub(handle(), other.handle()), "sub", this, other);
  }

  public Tensor mul(Tensor other) {
    return wrap(TorchBridge.mul(handle(), other.handle()), "mul", this, other);
  }

  public Tensor div(Tensor other) {
    return wrap(TorchBridge.div(handle(), other.handle()), "div", this, other);
  }

  public Tensor add(double value) {
    return Torch.tensor("add_scalar", this, value);
  }

  public Tensor sub(double value) {
    return add(-value);
  }

  public Tensor mul(double value) {
    return Torch.tensor("mul_scalar", this, value);
  }

  public Tensor div(double value) {
    return mul(1 / value);
  }

  /** {@code this + scale * other}. */
  public Tensor addScaled(Tensor other, double scale) {
    return Torch.tensor("add_scaled", this, other, scale);
  }

  /** {@code this + weight * (end - this)}. */
  public Tensor lerp(Tensor end, Tensor weight) {
    return Torch.tensor("lerp", this, end, weight);
  }

  public Tensor neg() {
    return Torch.tensor("neg", this);
  }

  public Tensor abs() {
    return wrap(TorchBridge.abs(handle()), "abs", this);
  }

  public Tensor sign() {
    return Torch.tensor("sign", this);
  }

  public Tensor square() {
    return wrap(TorchBridge.square(handle()), "square", this);
  }

  public Tensor sqrt() {
    return Torch.tensor("sqrt", this);
  }

  public Tensor rsqrt() {
    return Torch.tensor("rsqrt", this);
  }

  public Tensor reciprocal() {
    return Torch.tensor("reciprocal", this);
  }

  public Tensor exp() {
    return Torch.tensor("exp", this);
  }

  public Tensor log() {
    return Torch.tensor("log", this);
  }

  public Tensor sin() {
    return Torch.tensor("sin", this);
  }

  public Tensor cos() {
    return Torch.tensor("cos", this);
  }

  public Tensor floor() {
    return Torch.tensor("floor", this);
  }

  public Tensor round() {
    return Torch.tensor("round", this);
  }

  public Tensor pow(double exponent) {
    return Torch.tensor("pow_scalar", this, exponent);
  }

  public Tensor sigmoid() {
    return Torch.tensor("sigmoid", this);
  }

  public Tensor tanh() {
    return Torch.tensor("tanh", this);
  }

  /** Limits values; the gradient passes where {@code low <= x <= high}. */
  public Tensor clamp(double low, double high) {
    return Torch.tensor("clamp", this, low, high);
  }

  public Tensor clampMin(double low) {
    return Torch.tensor("clamp_min", this, low);
  }

  public Tensor maximum(Tensor other) {
    return Torch.tensor("maximum", this, other);
  }

  public Tensor minimum(Tensor other) {
    return Torch.tensor("minimum", this, other);
  }

  // ---- comparison

  public Tensor greater(Tensor other) {
    return Torch.tensor("greater", this, other);
  }

  public Tensor greater(double value) {
    return Torch.tensor("greater_scalar", this, value);
  }

  public Tensor less(double value) {
    return Torch.tensor("less_scalar", this, value);
  }

  public Tensor equalTo(Tensor other) {
    return Torch.tensor("equal", this, other);
  }

  public Tensor equalTo(double value) {
    return Torch.tensor("equal_scalar", this, value);
  }

  /** BOOL: neither NaN nor infinite. */
  public Tensor isFinite() {
    return Torch.tensor("isfinite", this);
  }

  /** Elements that are NaN or infinite. */
  public long nonFiniteCount() {
    try (TensorScope scope = TensorScope.open()) {
      return size() - (long) isFinite().to(DType.FLOAT64).sum().item();
    }
  }

  /** Chooses by this BOOL tensor: {@code this ? x : y}. */
  public Tensor where(Tensor x, Tensor y) {
    return Torch.tensor("where", this, x, y);
  }

  // ---- reductions; axes that are reduced are kept with size 1 by the Keep variants

  public Tensor sum() {
    return Torch.tensor("sum_all", this);
  }

  public Tensor sum(long... axes) {
    return wrap(TorchBridge.sum(handle(), axes, false), "sum", this);
  }

  public Tensor sumKeep(long... axes) {
    return wrap(TorchBridge.sum(handle(), axes, true), "sum", this);
  }

  public Tensor mean() {
    return Torch.tensor("mean_all", this);
  }

  public Tensor mean(long... axes) {
    return Torch.tensor("mean", this, axes, false);
  }

  public Tensor meanKeep(long... axes) {
    return Torch.tensor("mean", this, axes, true);
  }

  public Tensor max(long... axes) {
    return Torch.tensor("amax", this, axes, false);
  }

  public Tensor min(long... axes) {
    return Torch.tensor("amin", this, axes, false);
  }

  /** Euclidean norm over the axes. */
  public Tensor norm(long... axes) {
    return Torch.tensor("norm", this, axes, false);
  }

  public Tensor argmax(int axis) {
    return Torch.tensor("argmax", this, axis);
  }

  // ---- shapes

  /** One size may be -1. */
  public Tensor reshape(long... newShape) {
    return wrap(TorchBridge.reshape(handle(), newShape), "reshape", this);
  }

  public Tensor permute(long... axes) {
    return wrap(TorchBridge.permute(handle(), axes), "permute", this);
  }

  public Tensor transpose(int a, int b) {
    return wrap(TorchBridge.transpose(handle(), a, b), "transpose", this);
  }

  /** Repeats axes of size 1 without a copy; -1 leaves a size. */
  public Tensor expand(long... newShape) {
    return wrap(TorchBridge.expand(handle(), newShape), "expand", this);
  }

  public Tensor unsqueeze(int axis) {
    return wrap(TorchBridge.unsqueeze(handle(), axis), "unsqueeze", this);
  }

  public Tensor squeeze(int axis) {
    return Torch.tensor("squeeze", this, axis);
  }

  /** Elements {@code start} (inclusive) to {@code end} (exclusive) of an axis. Shares memory. */
  public Tensor slice(int axis, long start, long end) {
    return slice(axis, start, end, 1);
  }

  /** Every {@code step}-th element of an axis. Shares memory. */
  public Tensor slice(int axis, long start, long end, long step) {
    return wrap(TorchBridge.slice(handle(), axis, start, end, step), "slice", this);
  }

  /** One element of an axis, which is dropped. Shares memory. */
  public Tensor select(int axis, long index) {
    return Torch.tensor("select", this, axis, index);
  }

  /** The elements of the first axis, which is dropped. They share memory. */
  public List<Tensor> unbind() {
    return Torch.tensors("unbind", this);
  }

  public List<Tensor> chunk(int count, int axis) {
    return Torch.tensors("chunk", this, count, axis);
  }

  public static Tensor cat(int axis, Tensor... tensors) {
    return cat(axis, List.of(tensors));
  }

  public static Tensor cat(int axis, List<Tensor> tensors) {
    return wrap(TorchBridge.cat(handles(tensors), axis), "cat", tensors.toArray());
  }

  public static Tensor stack(int axis, List<Tensor> tensors) {
    return wrap(TorchBridge.stack(handles(tensors), axis), "stack", tensors.toArray());
  }

  public Tensor flip(long... axes) {
    return Torch.tensor("flip", this, axes);
  }

  /** Rotates an axis: element i moves to i + shift. */
  public Tensor roll(long shift, int axis) {
    return Torch.tensor("roll", this, shift, axis);
  }

  /** Tiles each axis. */
  public Tensor repeat(long... counts) {
    return Torch.tensor("repeat", this, counts);
  }

  /** Repeats every element of an axis {@code count} times in a row. */
  public Tensor repeatInterleave(long count, int axis) {
    return Torch.tensor("repeat_interleave", this, count, axis);
  }

  // ---- indexing; indices are int64

  public Tensor indexSelect(int axis, Tensor index) {
    return Torch.tensor("index_select", this, axis, index);
  }

  public Tensor gather(int axis, Tensor index) {
    return Torch.tensor("gather", this, axis, index);
  }

  // ---- linear algebra

  public Tensor matmul(Tensor other) {
    return wrap(TorchBridge.matmul(handle(), other.handle()), "matmul", this, other);
  }

  /** Cross product along an axis of size 3. */
  public Tensor cross(Tensor other, int axis) {
    return Torch.tensor("cross", this, other, axis);
  }

  // ---- in place

  public Tensor copyInPlace(Tensor source) {
    return inPlace("copy_", source);
  }

  public Tensor addInPlace(Tensor other, double scale) {
    return inPlace("add_scaled_", other, scale);
  }

  /**
   * Adds {@code scale} times the matrix product of {@code left} [R, K] and {@code right} [K, C] to
   * this [R, C].
   */
  public Tensor addProductInPlace(Tensor left, Tensor right, double scale) {
    return inPlace("add_product_", left, right, scale);
  }

  public Tensor mulInPlace(double value) {
    return inPlace("mul_scalar_", value);
  }

  private Tensor inPlace(String operator, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = this;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Torch.tensor(operator, all);
    }
    return this;
  }

  // ---- lifetime

  long handle() {
    if (handle == 0) {
      throw new IllegalStateException("Cannot use a tensor: its scope or owner is closed");
    }
    return handle;
  }

  /** Makes the tensor say that it is elsewhere; see {@link Placement}. */
  void pretend(Device device) {
    pretended = device;
  }

  @Nullable Object owner() {
    return owner;
  }

  void ownedBy(Object newOwner) {
    owner = newOwner;
  }

  /** Whether the tensor can still be used. */
  public boolean isOpen() {
    return handle != 0;
  }

  /** Frees the tensor now. Closing twice does nothing. */
  @Override
  public void close() {
    if (handle != 0) {
      TorchBridge.deleteTensor(handle);
      handle = 0;
      owner = null;
    }
  }

  @Override
  public String toString() {
    return handle == 0 ? "Tensor(closed)" : "Tensor(" + shapeText() + ")";
  }

  private static void requireCount(int count, Tensor tensor) {
    if (count != tensor.size()) {
      throw new IllegalArgumentException(
          "Invalid values: %d for shape %s".formatted(count, tensor.shapeText()));
    }
  }
}
