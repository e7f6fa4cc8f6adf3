// Natives of FaceSweep's own: what it calls of libtorch, compiled against whatever libtorch is there by submit/natives.sh.
//
// Two Java classes find their native methods here. ai.djl.pytorch.jni.PyTorchLibrary is DJL's; of its methods those stand
// here that TorchBridge and the start of DJL's engine call, with the names and signatures that its class file declares.
// ai.djl.pytorch.jni.FaceSweepNatives is ours and has what DJL lacks.
//
// Rules of the house:
// - A native runs in `guarded`: no C++ exception may cross into the JVM, where it would end the process.
// - With a Java exception pending nothing of JNI may be called but a few functions, so whatever may have raised one is
//   followed by a return, or by PendingException, which unwinds to `guarded`.
// - Java holds tensors, values and modules by pointers that it frees with the matching delete. 0 is never one of them.
// - No header of CUDA's is needed, and the same source serves CUDA and ROCm, which calls its devices CUDA here.

#include <dlfcn.h>
#include <jni.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/DeviceGuard.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/version.h>

#include <array>
#include <cstdint>
#include <exception>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// natives.sh asks for it where torch is older than c10::DeviceAllocator and CUDA's headers are there.
#ifdef FACESWEEP_CUDA_HEADERS
#include <c10/cuda/CUDACachingAllocator.h>
#endif

// Declared by torch 2.9 and later; `AllocatorOf` below finds out whether it is also defined.
namespace c10 {
struct DeviceAllocator;
}

namespace {

using at::Tensor;
using c10::IValue;
using torch::jit::Module;

// ---- exceptions

// Thrown where a call of JNI has left a Java exception pending, which is then the one that the caller sees.
struct PendingException {};

void require_none_pending(JNIEnv* env) {
  if (env->ExceptionCheck()) throw PendingException();
}

// Raises DJL's exception, unless one is pending: the first says more.
void raise(JNIEnv* env, const char* message) {
  if (env->ExceptionCheck()) return;
  jclass type = env->FindClass("ai/djl/engine/EngineException");
  // not found: FindClass has raised an exception of its own
  if (type != nullptr) env->ThrowNew(type, message);
}

// Runs a body; what it throws becomes a Java exception, and the result, which Java never sees then, zero.
template <class Body>
auto guarded(JNIEnv* env, Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const PendingException&) {
    // Java has it already
  } catch (const c10::Error& e) {
    raise(env, e.what_without_backtrace());
  } catch (const std::exception& e) {
    raise(env, e.what());
  } catch (...) {
    raise(env, "libtorch threw something that is not an exception of C++'s standard library");
  }
  return decltype(body())();
}

// ---- handles and arrays

template <class T>
T& at_handle(jlong handle) {
  if (handle == 0) throw std::invalid_argument("Cannot use a native handle: it is null");
  return *reinterpret_cast<T*>(handle);
}

Tensor& tensor(jlong handle) { return at_handle<Tensor>(handle); }

IValue& value(jlong handle) { return at_handle<IValue>(handle); }

template <class T>
jlong give(T thing) {
  return reinterpret_cast<jlong>(new T(std::move(thing)));
}

// An argument that may be left out, which Java says by 0.
std::optional<Tensor> optional_tensor(jlong handle) {
  return handle == 0 ? std::nullopt : std::optional<Tensor>(tensor(handle));
}

jsize length(JNIEnv* env, jarray array) {
  // JNI does not look: the JVM would end here
  if (array == nullptr) throw std::invalid_argument("Cannot read an array: it is null");
  return env->GetArrayLength(array);
}

std::vector<int64_t> longs(JNIEnv* env, jlongArray array) {
  static_assert(sizeof(jlong) == sizeof(int64_t), "both have 64 bits");
  std::vector<int64_t> values(length(env, array));
  env->GetLongArrayRegion(array, 0, static_cast<jsize>(values.size()), reinterpret_cast<jlong*>(values.data()));
  require_none_pending(env);
  return values;
}

std::vector<double> doubles(JNIEnv* env, jdoubleArray array) {
  std::vector<double> values(length(env, array));
  env->GetDoubleArrayRegion(array, 0, static_cast<jsize>(values.size()), values.data());
  require_none_pending(env);
  return values;
}

std::vector<Tensor> tensors(JNIEnv* env, jlongArray array) {
  std::vector<Tensor> result;
  for (int64_t handle : longs(env, array)) result.push_back(tensor(handle));
  return result;
}

jlongArray java_longs(JNIEnv* env, at::IntArrayRef values) {
  jlongArray result = env->NewLongArray(static_cast<jsize>(values.size()));
  require_none_pending(env);
  env->SetLongArrayRegion(result, 0, static_cast<jsize>(values.size()), reinterpret_cast<const jlong*>(values.data()));
  require_none_pending(env);
  return result;
}

std::string text(JNIEnv* env, jstring string) {
  if (string == nullptr) throw std::invalid_argument("Cannot read a string: it is null");
  const char* characters = env->GetStringUTFChars(string, nullptr);
  require_none_pending(env);
  std::string copy(characters);
  env->ReleaseStringUTFChars(string, characters);
  return copy;
}

// ---- element types

// By DJL's numbers: float32, float64, float16, uint8, int32, int8, int64, bool, unknown, bfloat16.
constexpr std::array<at::ScalarType, 10> kTypes = {
    at::kFloat, at::kDouble, at::kHalf, at::kByte, at::kInt, at::kChar, at::kLong, at::kBool, at::ScalarType::Undefined, at::kBFloat16};

at::ScalarType type_of(jint number) {
  TORCH_CHECK(
      number >= 0 && number < static_cast<jint>(kTypes.size()) && kTypes[number] != at::ScalarType::Undefined,
      "Invalid number of an element type: ", number);
  return kTypes[number];
}

jint number_of(at::ScalarType type) {
  for (size_t i = 0; i < kTypes.size(); i++) {
    if (kTypes[i] == type) return static_cast<jint>(i);
  }
  TORCH_CHECK(false, "Cannot tell the number of element type ", c10::toString(type), ": FaceSweep does not use it");
}

// ---- what the loaded libtorch says of itself

// The loaded library's version, as three numbers with dots; "unknown" if it does not say. Asked of its text of build
// settings: a function of no arguments, whose symbol is the same in all versions, and no layout of any class matters.
std::string loaded_version() {
  const std::string config = at::show_config();
  const std::string key = "TORCH_VERSION=";
  size_t start = config.find(key);
  if (start == std::string::npos) return "unknown";
  start += key.size();
  return config.substr(start, config.find_first_not_of("0123456789.", start) - start);
}

// ---- a CUDA device's memory

// Bytes of the caching allocator.
struct Cached {
  int64_t reserved;  // had of the driver
  int64_t active;    // in use, or to be so until a stream is done with them
  int64_t peak;      // most that were in use at once since the process began
};

Cached cached(const c10::CachingDeviceAllocator::DeviceStats& stats) {
  // the first of each kind sums up the others
  return {stats.reserved_bytes[0].current, stats.active_bytes[0].current, stats.allocated_bytes[0].peak};
}

// The allocator of a torch that has no common class of them: none is known.
template <class Allocator, class = void>
struct AllocatorOf {
#ifdef FACESWEEP_CUDA_HEADERS
  static std::optional<Cached> stats(c10::DeviceIndex device) {
    return cached(c10::cuda::CUDACachingAllocator::getDeviceStats(device));
  }
  static void release() { c10::cuda::CUDACachingAllocator::emptyCache(); }
#else
  static std::optional<Cached> stats(c10::DeviceIndex) { return std::nullopt; }
  static void release() {}
#endif
};

// Taken where c10::DeviceAllocator is defined: the size of a type that is only declared is no valid expression.
template <class Allocator>
struct AllocatorOf<Allocator, std::void_t<decltype(sizeof(Allocator))>> {
  // A static cast, for a dynamic one would need a symbol that older versions lack, and this library must load in them far
  // enough to refuse them by version. Of CUDA's and ROCm's allocators there is none of another class.
  static Allocator* get() { return static_cast<Allocator*>(c10::GetAllocator(at::kCUDA)); }
  static std::optional<Cached> stats(c10::DeviceIndex device) { return cached(get()->getDeviceStats(device)); }
  static void release() { get()->emptyCache(); }
};

using CudaAllocator = AllocatorOf<c10::DeviceAllocator>;

// cudaMemGetInfo or hipMemGetInfo: 0 is success.
using MemoryInfo = int (*)(size_t* free, size_t* total);

// The function of the runtime that torch itself is linked with, found through the library of torch's that needs it: the
// runtime's file may have any name (libcudart.so.12, libcudart-218eec4c.so.12), and DJL loads it where only the libraries
// that depend on it see its symbols.
MemoryInfo memory_info() {
  constexpr std::array<std::pair<const char*, const char*>, 2> places = {
      {{"libc10_cuda.so", "cudaMemGetInfo"}, {"libc10_hip.so", "hipMemGetInfo"}}};
  for (const auto& [library, symbol] : places) {
    // not loaded now, if it is not: then this torch is of the other kind. The handle is kept for good.
    if (void* handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD)) {
      if (void* function = dlsym(handle, symbol)) return reinterpret_cast<MemoryInfo>(function);
    }
  }
  return nullptr;
}

// {free of the driver's, total, had by torch's cache and not in use, peak in use} in bytes; nothing if that cannot be told.
std::optional<std::array<int64_t, 4>> device_memory(jint index) {
  if (!at::hasCUDA()) return std::nullopt;
  static const MemoryInfo info = memory_info();
  if (info == nullptr) return std::nullopt;
  at::globalContext().lazyInitDevice(at::kCUDA);
  const c10::Device device(at::kCUDA, static_cast<c10::DeviceIndex>(index));
  const c10::DeviceGuard guard(device);
  const std::optional<Cached> cache = CudaAllocator::stats(device.index());
  if (!cache) return std::nullopt;
  size_t free = 0;
  size_t total = 0;
  const int failure = info(&free, &total);
  TORCH_CHECK(failure == 0, "CUDA error: cannot ask for the memory of device ", index, ": the runtime says ", failure);
  return {{static_cast<int64_t>(free), static_cast<int64_t>(total), cache->reserved - cache->active, cache->peak}};
}

// ---- copies to a CUDA device

// Pinned memory is kept for good by torch's allocator of it, so copies of weights do not go through it: they happen once.
constexpr size_t kMaxPinnedBytes = size_t{64} << 20;

// A copy on the device. Of a small tensor on the CPU it is made by way of pinned memory and may still be under way when this
// returns; what is computed with it waits for it, in its stream. The tensor may be changed or freed at once: the bytes are in
// a pinned tensor of ours, whose memory torch does not use again until the copy is done.
Tensor to_cuda(const Tensor& source, jint index) {
  const c10::Device device(at::kCUDA, static_cast<c10::DeviceIndex>(index));
  const bool recorded = at::GradMode::is_enabled() && source.requires_grad();
  if (recorded || !source.device().is_cpu() || source.numel() == 0 || source.nbytes() > kMaxPinnedBytes) {
    return source.to(device);
  }
  Tensor pinned = at::empty_like(source, source.options().pinned_memory(true));
  pinned.copy_(source);
  return pinned.to(device, /*non_blocking=*/true);
}

}  // namespace

#define NATIVE(type, name, ...) \
  extern "C" JNIEXPORT type JNICALL Java_ai_djl_pytorch_jni_PyTorchLibrary_##name(JNIEnv* env, jobject, ##__VA_ARGS__)
#define OURS(type, name, ...) \
  extern "C" JNIEXPORT type JNICALL Java_ai_djl_pytorch_jni_FaceSweepNatives_##name(JNIEnv* env, jclass, ##__VA_ARGS__)
// The value of an expression; and nothing, of statements.
#define RETURN(expression) return guarded(env, [&] { return expression; })
#define RUN(statements) guarded(env, [&] { statements; return 0; })

// ---- FaceSweepNatives

OURS(jstring, compiledVersion) { return env->NewStringUTF(TORCH_VERSION); }

OURS(jstring, loadedVersion) { RETURN(env->NewStringUTF(loaded_version().c_str())); }

OURS(jlongArray, deviceMemory, jint index) {
  RETURN(([&]() -> jlongArray {
    const auto memory = device_memory(index);
    return memory ? java_longs(env, *memory) : nullptr;
  }()));
}

OURS(jlong, toCuda, jlong t, jint index) { RETURN(give(to_cuda(tensor(t), index))); }

// ---- PyTorchLibrary: threads, modes, the process

NATIVE(void, torchSetNumThreads, jint count) { RUN(at::set_num_threads(count)); }

NATIVE(jint, torchGetNumThreads) { RETURN(static_cast<jint>(at::get_num_threads())); }

NATIVE(void, torchSetNumInteropThreads, jint count) { RUN(at::set_num_interop_threads(count)); }

NATIVE(jint, torchGetNumInteropThreads) { RETURN(static_cast<jint>(at::get_num_interop_threads())); }

NATIVE(jboolean, torchIsGradMode) { RETURN(static_cast<jboolean>(at::GradMode::is_enabled())); }

NATIVE(void, torchSetGradMode, jboolean enabled) { RUN(at::GradMode::set_enabled(enabled)); }

NATIVE(void, torchSetBenchmarkCuDNN, jboolean enabled) { RUN(at::globalContext().setBenchmarkCuDNN(enabled)); }

NATIVE(void, setGraphExecutorOptimize, jboolean enabled) { RUN(torch::jit::setGraphExecutorOptimize(enabled)); }

NATIVE(void, torchCudaEmptyCache) {
  RUN(if (at::hasCUDA()) CudaAllocator::release());
}

// Adds the names of what this libtorch can do to a java.util.Set; DJL's engine asks for CUDA alone.
NATIVE(void, torchShowConfig, jobject features) {
  RUN(
      if (!at::hasCUDA()) return 0;
      jmethodID add = env->GetMethodID(env->GetObjectClass(features), "add", "(Ljava/lang/Object;)Z");
      require_none_pending(env);
      jstring name = env->NewStringUTF("CUDA");
      require_none_pending(env);
      env->CallBooleanMethod(features, add, name));
}

// ---- modules

// Reads an archive of TorchScript from a java.io.InputStream to its end, by way of a byte array of the caller's.
NATIVE(jlong, moduleLoad__Ljava_io_InputStream_2_3IZ_3BJ, jobject stream, jintArray, jboolean, jbyteArray buffer, jlong) {
  RETURN(([&] {
    jmethodID read = env->GetMethodID(env->GetObjectClass(stream), "read", "([B)I");
    require_none_pending(env);
    std::string archive;
    while (true) {
      const jint count = env->CallIntMethod(stream, read, buffer);
      require_none_pending(env);
      if (count < 0) break;
      const size_t before = archive.size();
      archive.resize(before + count);
      env->GetByteArrayRegion(buffer, 0, count, reinterpret_cast<jbyte*>(archive.data() + before));
      require_none_pending(env);
    }
    std::istringstream input(std::move(archive));
    return give(torch::jit::load(input));
  }()));
}

// Reads a file of TorchScript with its tensors. DJL's lists of further files are not used here.
NATIVE(jlong, moduleLoad__Ljava_lang_String_2_3IZ_3Ljava_lang_String_2_3Ljava_lang_String_2Z, jstring file, jintArray device, jboolean,
       jobjectArray, jobjectArray, jboolean) {
  RETURN(([&] {
    jint place[2]; // as DJL numbers devices: {0, -1} is the CPU, {1, n} a GPU
    env->GetIntArrayRegion(device, 0, 2, place);
    require_none_pending(env);
    const at::Device there = place[0] == 0 ? at::Device(at::kCPU) : at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(place[1]));
    return give(torch::jit::load(text(env, file), there));
  }()));
}

NATIVE(void, moduleEval, jlong module) { RUN(at_handle<Module>(module).eval()); }

// Runs a method in the mode of gradients that the thread is in. DJL's two switches (training, a stream of its own) are for
// what its own library does around the call.
NATIVE(jlong, moduleRunMethod, jlong module, jstring name, jlongArray arguments, jboolean, jboolean) {
  RETURN(([&] {
    std::vector<IValue> stack;
    for (int64_t handle : longs(env, arguments)) stack.push_back(value(handle));
    return give(at_handle<Module>(module).get_method(text(env, name))(std::move(stack)));
  }()));
}

NATIVE(void, torchDeleteModule, jlong module) { RUN(delete &at_handle<Module>(module)); }

// ---- values: what methods of modules take and return

NATIVE(jlong, iValueFromTensor, jlong t) { RETURN(give(IValue(tensor(t)))); }

NATIVE(jlong, iValueFromTensorList, jlongArray ts) { RETURN(give(IValue(c10::List<Tensor>(tensors(env, ts))))); }

NATIVE(jboolean, iValueIsTensor, jlong v) { RETURN(static_cast<jboolean>(value(v).isTensor())); }

NATIVE(jlong, iValueFromLong, jlong v) { RETURN(give(IValue(static_cast<int64_t>(v)))); }

NATIVE(jlong, iValueFromDouble, jdouble v) { RETURN(give(IValue(static_cast<double>(v)))); }

NATIVE(jlong, iValueFromBool, jboolean v) { RETURN(give(IValue(static_cast<bool>(v)))); }

NATIVE(jlong, iValueFromLongList, jlongArray v) { RETURN(give(IValue(longs(env, v)))); }

NATIVE(jlong, iValueFromDoubleList, jdoubleArray v) { RETURN(give(IValue(doubles(env, v)))); }

NATIVE(jlong, iValueToTensor, jlong v) { RETURN(give(value(v).toTensor())); }

NATIVE(jlongArray, iValueToTensorList, jlong v) {
  RETURN(([&] {
    std::vector<int64_t> handles;
    for (Tensor& t : value(v).toTensorVector()) handles.push_back(give(std::move(t)));
    return java_longs(env, handles);
  }()));
}

NATIVE(jlong, iValueToLong, jlong v) { RETURN(static_cast<jlong>(value(v).toInt())); }

NATIVE(void, torchDeleteIValue, jlong v) { RUN(delete &value(v)); }

NATIVE(void, torchDeleteTensor, jlong t) { RUN(delete &tensor(t)); }

// ---- what a tensor is

NATIVE(jlongArray, torchSizes, jlong t) { RETURN(java_longs(env, tensor(t).sizes())); }

NATIVE(jint, torchDType, jlong t) { RETURN(number_of(tensor(t).scalar_type())); }

// {type, index}: type 0 is the CPU, 1 CUDA, as libtorch numbers them.
NATIVE(jintArray, torchDevice, jlong t) {
  RETURN(([&] {
    const c10::Device device = tensor(t).device();
    const std::array<jint, 2> pair = {static_cast<jint>(device.type()), static_cast<jint>(device.index())};
    jintArray result = env->NewIntArray(2);
    require_none_pending(env);
    env->SetIntArrayRegion(result, 0, 2, pair.data());
    return result;
  }()));
}

// The tensor's own memory; Java must keep the tensor while it uses it.
NATIVE(jobject, torchDirectByteBuffer, jlong t) {
  RETURN(([&] {
    const Tensor& x = tensor(t);
    TORCH_CHECK(x.device().is_cpu() && x.is_contiguous(), "Cannot see a tensor's memory: it is not contiguous on the CPU");
    return env->NewDirectByteBuffer(x.data_ptr(), static_cast<jlong>(x.nbytes()));
  }()));
}

// On the CPU, whatever device DJL's arguments name: FaceSweep makes tensors there and copies them.
NATIVE(jlong, torchEmpty, jlongArray shape, jint type, jint, jintArray, jboolean) {
  RETURN(give(at::empty(longs(env, shape), at::TensorOptions().dtype(type_of(type)))));
}

NATIVE(void, torchAttachGrad, jlong t, jboolean enabled) { RUN(tensor(t).requires_grad_(enabled)); }

NATIVE(jlong, torchDetachGrad, jlong t) { RETURN(give(tensor(t).detach())); }

// ---- operators that are called often enough to go past TorchScript

NATIVE(jlong, torchToContiguous, jlong a) { RETURN(give(tensor(a).contiguous())); }

NATIVE(jlong, torchSquare, jlong a) { RETURN(give(tensor(a).square())); }

NATIVE(jlong, torchAbs, jlong a) { RETURN(give(tensor(a).abs())); }

NATIVE(jlong, torchAdd, jlong a, jlong b) { RETURN(give(tensor(a).add(tensor(b)))); }

NATIVE(jlong, torchSub, jlong a, jlong b) { RETURN(give(tensor(a).sub(tensor(b)))); }

NATIVE(jlong, torchMul, jlong a, jlong b) { RETURN(give(tensor(a).mul(tensor(b)))); }

NATIVE(jlong, torchTrueDivide, jlong a, jlong b) { RETURN(give(tensor(a).true_divide(tensor(b)))); }

NATIVE(jlong, torchMatmul, jlong a, jlong b) { RETURN(give(tensor(a).matmul(tensor(b)))); }

NATIVE(jlong, torchUnsqueeze, jlong a, jlong axis) { RETURN(give(tensor(a).unsqueeze(axis))); }

NATIVE(jlong, torchTranspose, jlong a, jlong first, jlong second) { RETURN(give(tensor(a).transpose(first, second))); }

NATIVE(jlong, torchExpand, jlong a, jlongArray shape) { RETURN(give(tensor(a).expand(longs(env, shape)))); }

NATIVE(jlong, torchReshape, jlong a, jlongArray shape) { RETURN(give(tensor(a).reshape(longs(env, shape)))); }

NATIVE(jlong, torchPermute, jlong a, jlongArray axes) { RETURN(give(tensor(a).permute(longs(env, axes)))); }

NATIVE(jlong, torchSlice, jlong a, jlong axis, jlong start, jlong end, jlong step) {
  RETURN(give(tensor(a).slice(axis, start, end, step)));
}

NATIVE(jlong, torchSum__J_3JZ, jlong a, jlongArray axes, jboolean keep) {
  RETURN(give(tensor(a).sum(longs(env, axes), static_cast<bool>(keep))));
}

NATIVE(jlong, torchStack, jlongArray ts, jlong axis) { RETURN(give(at::stack(tensors(env, ts), axis))); }

NATIVE(jlong, torchCat, jlongArray ts, jlong axis) { RETURN(give(at::cat(tensors(env, ts), axis))); }

NATIVE(jlong, torchNNLinear, jlong x, jlong weight, jlong bias) {
  RETURN(give(at::linear(tensor(x), tensor(weight), optional_tensor(bias))));
}

NATIVE(jlong, torchNNConvNd, jlong x, jlong weight, jlong bias, jlongArray stride, jlongArray padding, jlongArray dilation, jint groups) {
  RETURN(give(at::conv2d(
      tensor(x), tensor(weight), optional_tensor(bias), longs(env, stride), longs(env, padding), longs(env, dilation), groups)));
}
