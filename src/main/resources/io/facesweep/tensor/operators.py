# The operators that FaceSweep calls by name, in TorchScript's serialised dialect of Python. OperatorArchive wraps this text
# into a code-only archive which libtorch compiles when it is loaded; every operator works with autograd, any dtype, any device.
# Data types are PyTorch's ScalarType numbers (6 = float32). Annotations are required; keep one statement a line.

# --- data types, copies, devices
def to_dtype(self, x: Tensor, dtype: int) -> Tensor:
  return torch.to(x, dtype)
def dtype_of(self, x: Tensor) -> int:
  return ops.prim.dtype(x)
def reinterpret(self, x: Tensor, dtype: int) -> Tensor:
  return torch.view_copy(x, dtype=dtype)
def to_cpu(self, x: Tensor) -> Tensor:
  return torch.to(x, torch.device("cpu"), ops.prim.dtype(x))
def to_cuda(self, x: Tensor, index: int) -> Tensor:
  return torch.to(x, torch.device("cuda", index), ops.prim.dtype(x))
def clone(self, x: Tensor) -> Tensor:
  return torch.clone(x)
def contiguous(self, x: Tensor) -> Tensor:
  return torch.contiguous(x)
def channels_last(self, x: Tensor) -> Tensor:
  return torch.contiguous(x, memory_format=2)
def detach(self, x: Tensor) -> Tensor:
  return torch.detach(x)
def alias(self, x: Tensor) -> Tensor:
  return torch.alias(x)
def full(self, like: Tensor, shape: List[int], value: float) -> Tensor:
  return torch.full(shape, value, dtype=ops.prim.dtype(like), device=ops.prim.device(like))
def cpu_full(self, shape: List[int], value: float, dtype: int) -> Tensor:
  return torch.full(shape, value, dtype=dtype)
def arange(self, end: int) -> Tensor:
  return torch.arange(end, dtype=4)

# --- batches. On the CPU an item's numbers must not depend on its batch mates, bit for bit, but libraries choose kernels by the size of
# the whole batch, and the last elements of an array go through other code than the vectors before them. So convolutions choose their
# kernel by the size of an item, products are batches of equal products instead of one large one, and functions that are only
# approximated see items padded to whole vectors. Where that is not enough (BatchKernels), convolutions and products go item by item.
# Where a weight is being trained speed counts instead.
# Kernels are numbered as in BatchKernels: 0 whole, 1 apart, 2 fastest.
def by_item(self, x: Tensor, weight: Tensor, kernels: int) -> bool:
  return kernels != 2 and not ops.prim.is_cuda(x) and not ops.prim.requires_grad(weight) and ops.prim.dtype(x) == 6
def is_even(self, x: Tensor) -> bool:
  if ops.prim.is_cuda(x) or torch.dim(x) < 2 or torch.numel(x) == 0:
    y = True
  else:
    y = torch.numel(x) % (64 * torch.size(x, 0)) == 0
  return y
def even(self, x: Tensor) -> Tensor:
  if self.is_even(x):
    y = x
  else:
    n = torch.size(x, 0)
    each = torch.numel(x) // n
    y = torch.constant_pad_nd(torch.reshape(x, [n, each]), [0, 64 - each % 64], 0.)
  return y
def uneven(self, y: Tensor, x: Tensor) -> Tensor:
  if self.is_even(x):
    z = y
  else:
    each = torch.numel(x) // torch.size(x, 0)
    z = torch.reshape(torch.slice(y, 1, 0, each, 1), torch.size(x))
  return z

# --- pointwise
def add_scalar(self, x: Tensor, y: float) -> Tensor:
  return torch.add(x, y)
def mul_scalar(self, x: Tensor, y: float) -> Tensor:
  return torch.mul(x, y)
def add_scaled(self, x: Tensor, y: Tensor, scale: float) -> Tensor:
  return torch.add(x, y, alpha=scale)
def lerp(self, x: Tensor, y: Tensor, weight: Tensor) -> Tensor:
  return torch.lerp(x, y, weight)
def neg(self, x: Tensor) -> Tensor:
  return torch.neg(x)
def abs(self, x: Tensor) -> Tensor:
  return torch.abs(x)
def sign(self, x: Tensor) -> Tensor:
  return torch.sign(x)
def square(self, x: Tensor) -> Tensor:
  return torch.square(x)
def sqrt(self, x: Tensor) -> Tensor:
  return torch.sqrt(x)
def rsqrt(self, x: Tensor) -> Tensor:
  return torch.rsqrt(x)
def exp(self, x: Tensor) -> Tensor:
  return self.uneven(torch.exp(self.even(x)), x)
def log(self, x: Tensor) -> Tensor:
  return self.uneven(torch.log(self.even(x)), x)
def sin(self, x: Tensor) -> Tensor:
  return self.uneven(torch.sin(self.even(x)), x)
def cos(self, x: Tensor) -> Tensor:
  return self.uneven(torch.cos(self.even(x)), x)
def floor(self, x: Tensor) -> Tensor:
  return torch.floor(x)
def round(self, x: Tensor) -> Tensor:
  return torch.round(x)
def reciprocal(self, x: Tensor) -> Tensor:
  return torch.reciprocal(x)
def pow_scalar(self, x: Tensor, y: float) -> Tensor:
  return self.uneven(torch.pow(self.even(x), y), x)
def clamp(self, x: Tensor, low: float, high: float) -> Tensor:
  return torch.clamp(x, low, high)
def clamp_min(self, x: Tensor, low: float) -> Tensor:
  return torch.clamp_min(x, low)
def maximum(self, x: Tensor, y: Tensor) -> Tensor:
  return torch.maximum(x, y)
def minimum(self, x: Tensor, y: Tensor) -> Tensor:
  return torch.minimum(x, y)
def sigmoid(self, x: Tensor) -> Tensor:
  return self.uneven(torch.sigmoid(self.even(x)), x)
def tanh(self, x: Tensor) -> Tensor:
  return self.uneven(torch.tanh(self.even(x)), x)
def relu(self, x: Tensor) -> Tensor:
  return torch.relu(x)
def silu(self, x: Tensor) -> Tensor:
  return self.uneven(torch.silu(self.even(x)), x)
def silu_consuming(self, x: Tensor) -> Tensor:
  if torch.is_grad_enabled() or not self.is_even(x):
    y = self.silu(x)
  else:
    y = torch.silu_(x)
  return y
def gelu(self, x: Tensor) -> Tensor:
  return self.uneven(torch.gelu(self.even(x)), x)
def gelu_tanh(self, x: Tensor) -> Tensor:
  return self.uneven(torch.gelu(self.even(x), approximate="tanh"), x)
def quick_gelu(self, x: Tensor) -> Tensor:
  return torch.mul(x, self.sigmoid(torch.mul(x, 1.702)))
def greater(self, x: Tensor, y: Tensor) -> Tensor:
  return torch.gt(x, y)
def greater_scalar(self, x: Tensor, y: float) -> Tensor:
  return torch.gt(x, y)
def less_scalar(self, x: Tensor, y: float) -> Tensor:
  return torch.lt(x, y)
def equal(self, x: Tensor, y: Tensor) -> Tensor:
  return torch.eq(x, y)
def equal_scalar(self, x: Tensor, y: float) -> Tensor:
  return torch.eq(x, y)
def isfinite(self, x: Tensor) -> Tensor:
  return torch.isfinite(x)
def where(self, condition: Tensor, x: Tensor, y: Tensor) -> Tensor:
  return torch.where(condition, x, y)

# --- reductions
def sum_all(self, x: Tensor) -> Tensor:
  return torch.sum(x)
def sum(self, x: Tensor, axes: List[int], keep: bool) -> Tensor:
  return torch.sum(x, axes, keep)
def mean_all(self, x: Tensor) -> Tensor:
  return torch.mean(x)
def mean(self, x: Tensor, axes: List[int], keep: bool) -> Tensor:
  return torch.mean(x, axes, keep)
def amax(self, x: Tensor, axes: List[int], keep: bool) -> Tensor:
  return torch.amax(x, axes, keep)
def amin(self, x: Tensor, axes: List[int], keep: bool) -> Tensor:
  return torch.amin(x, axes, keep)
def norm(self, x: Tensor, axes: List[int], keep: bool) -> Tensor:
  return torch.linalg_vector_norm(x, 2, axes, keep)
def argmax(self, x: Tensor, axis: int) -> Tensor:
  return torch.argmax(x, axis, False)

# --- shapes
def expand(self, x: Tensor, shape: List[int]) -> Tensor:
  return torch.expand(x, shape)
def unsqueeze(self, x: Tensor, axis: int) -> Tensor:
  return torch.unsqueeze(x, axis)
def squeeze(self, x: Tensor, axis: int) -> Tensor:
  return torch.squeeze(x, axis)
def transpose(self, x: Tensor, a: int, b: int) -> Tensor:
  return torch.transpose(x, a, b)
def slice(self, x: Tensor, axis: int, start: int, end: int, step: int) -> Tensor:
  return torch.slice(x, axis, start, end, step)
def select(self, x: Tensor, axis: int, index: int) -> Tensor:
  return torch.select(x, axis, index)
def stack(self, x: List[Tensor], axis: int) -> Tensor:
  return torch.stack(x, axis)
def unbind(self, x: Tensor) -> List[Tensor]:
  return torch.unbind(x, 0)
def chunk(self, x: Tensor, count: int, axis: int) -> List[Tensor]:
  return torch.chunk(x, count, axis)
def flip(self, x: Tensor, axes: List[int]) -> Tensor:
  return torch.flip(x, axes)
def roll(self, x: Tensor, shift: int, axis: int) -> Tensor:
  return torch.roll(x, [shift], [axis])
def repeat(self, x: Tensor, counts: List[int]) -> Tensor:
  return torch.repeat(x, counts)
def repeat_interleave(self, x: Tensor, count: int, axis: int) -> Tensor:
  return torch.repeat_interleave(x, count, axis)
def pad_constant(self, x: Tensor, amounts: List[int], value: float) -> Tensor:
  return torch.constant_pad_nd(x, amounts, value)
def pad_circular(self, x: Tensor, amounts: List[int]) -> Tensor:
  return torch.pad(x, amounts, "circular")
def pad_replicate(self, x: Tensor, amounts: List[int]) -> Tensor:
  return torch.pad(x, amounts, "replicate")
def index_select(self, x: Tensor, axis: int, index: Tensor) -> Tensor:
  return torch.index_select(x, axis, index)
def gather(self, x: Tensor, axis: int, index: Tensor) -> Tensor:
  return torch.gather(x, axis, index)
def scatter_add(self, x: Tensor, axis: int, index: Tensor, source: Tensor) -> Tensor:
  return torch.scatter_add(x, axis, index, source)
def index_add(self, x: Tensor, axis: int, index: Tensor, source: Tensor) -> Tensor:
  return torch.index_add(x, axis, index, source)
def index_copy(self, x: Tensor, axis: int, index: Tensor, source: Tensor) -> Tensor:
  return torch.index_copy(x, axis, index, source)
def triu(self, x: Tensor, diagonal: int) -> Tensor:
  return torch.triu(x, diagonal)
def cross(self, x: Tensor, y: Tensor, axis: int) -> Tensor:
  return torch.cross(x, y, axis)

# --- nets
def optional(self, x: List[Tensor]) -> Optional[Tensor]:
  if torch.len(x) > 0:
    y = annotate(Optional[Tensor], x[0])
  else:
    y = annotate(Optional[Tensor], None)
  return y
def conv2d_whole(self, x: Tensor, weight: Tensor, b: Optional[Tensor], stride: int, padding: int) -> Tensor:
  # PyTorch's own choice, of a single item: 1 x 1 kernels, and backwards through small images
  small = torch.numel(x) <= 20480 * torch.size(x, 0)
  kernel = [torch.size(weight, 2), torch.size(weight, 3)]
  if kernel == [1, 1] and stride == 1 or small and torch.is_grad_enabled() and ops.prim.requires_grad(x):
    y = torch.thnn_conv2d(x, weight, kernel, b, [stride, stride], [padding, padding])
  else:
    y = torch.mkldnn_convolution(x, weight, b, [padding, padding], [stride, stride], [1, 1], 1)
  return y
def conv2d(self, x: Tensor, weight: Tensor, bias: List[Tensor], stride: int, padding: int, kernels: int) -> Tensor:
  b = self.optional(bias)
  if not self.by_item(x, weight, kernels):
    y = torch.conv2d(x, weight, b, [stride, stride], [padding, padding], [1, 1], 1)
  elif kernels == 1 and torch.size(x, 0) > 1:
    xs = torch.split(x, 1, 0)
    ys = annotate(List[Tensor], [])
    for i in range(torch.len(xs)):
      _0 = torch.append(ys, self.conv2d_whole(xs[i], weight, b, stride, padding))
    y = torch.cat(ys, 0)
  else:
    y = self.conv2d_whole(x, weight, b, stride, padding)
  return y
def product(self, x: Tensor, weight: Tensor) -> Tensor:
  n = torch.size(x, 0)
  return torch.bmm(x, torch.expand(torch.unsqueeze(torch.t(weight), 0), [n, torch.size(weight, 1), torch.size(weight, 0)]))
def linear(self, x: Tensor, weight: Tensor, bias: List[Tensor], kernels: int) -> Tensor:
  if not self.by_item(x, weight, kernels):
    y = torch.linear(x, weight, self.optional(bias))
  else:
    n = torch.size(x, 0)
    if torch.dim(x) == 2 or torch.size(x, 1) == 1:
      items = torch.reshape(torch.reshape(torch.contiguous(x), [-1]), [n, 1, -1])
    else:
      items = x
    if kernels == 1 and n > 1:
      xs = torch.split(items, 1, 0)
      ys = annotate(List[Tensor], [])
      for i in range(torch.len(xs)):
        _0 = torch.append(ys, self.product(xs[i], weight))
      y = torch.cat(ys, 0)
    else:
      y = self.product(items, weight)
    if torch.len(bias) > 0:
      y = torch.add_(y, bias[0])
    if torch.dim(x) == 2:
      y = torch.squeeze(y, 1)
  return y
def group_norm(self, x: Tensor, groups: int, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  return torch.group_norm(x, groups, weight, bias, eps)
def group_norm_silu(self, x: Tensor, groups: int, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  y = torch.group_norm(x, groups, weight, bias, eps)
  return self.silu_consuming(y)
def layer_norm(self, x: Tensor, shape: List[int], weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  return torch.layer_norm(x, shape, weight, bias, eps)
def softmax(self, x: Tensor, axis: int) -> Tensor:
  return torch.softmax(x, axis)
def log_softmax(self, x: Tensor, axis: int) -> Tensor:
  return torch.log_softmax(x, axis)
def embedding(self, weight: Tensor, ids: Tensor) -> Tensor:
  return torch.embedding(weight, ids)
def attention(self, q: Tensor, k: Tensor, v: Tensor, heads: int, causal: bool) -> Tensor:
  n = torch.size(q, 0)
  length = torch.size(q, 1)
  source = torch.size(k, 1)
  qh = torch.transpose(torch.view(q, [n, length, heads, -1]), 1, 2)
  kh = torch.transpose(torch.view(k, [n, source, heads, -1]), 1, 2)
  vh = torch.transpose(torch.view(v, [n, source, heads, -1]), 1, 2)
  o = torch.scaled_dot_product_attention(qh, kh, vh, None, 0., causal)
  return torch.reshape(torch.transpose(o, 1, 2), [n, length, -1])
def geglu(self, x: Tensor, weight: Tensor, bias: Tensor, kernels: int) -> Tensor:
  weights = torch.chunk(weight, 2, 0)
  biases = torch.chunk(bias, 2, 0)
  a = self.linear(x, weights[0], [biases[0]], kernels)
  b = self.linear(x, weights[1], [biases[1]], kernels)
  if torch.is_grad_enabled() or not self.is_even(b):
    y = torch.mul(a, self.gelu(b))
  else:
    y = torch.mul_(a, torch.gelu_(b))
  return y
def upsample_nearest(self, x: Tensor, size: List[int]) -> Tensor:
  return torch.upsample_nearest2d(x, size)
def resize_bilinear(self, x: Tensor, size: List[int], antialias: bool) -> Tensor:
  if antialias:
    y = torch._upsample_bilinear2d_aa(x, size, False)
  else:
    y = torch.upsample_bilinear2d(x, size, False)
  return y
def resize_bicubic(self, x: Tensor, size: List[int]) -> Tensor:
  return torch._upsample_bicubic2d_aa(x, size, False)
def avg_pool(self, x: Tensor, kernel: int) -> Tensor:
  return torch.avg_pool2d(x, [kernel, kernel], [kernel, kernel])
def grid_sample(self, x: Tensor, grid: Tensor, mode: int, padding: int) -> Tensor:
  return torch.grid_sampler_2d(x, grid, mode, padding, False)

# --- randomness: a generator of its own for every draw. Its seed must be no constant, or the compiler makes one generator that all
# threads share.
def randn(self, seed: int, shape: List[int]) -> Tensor:
  generator = torch.Generator(device="cpu", seed=seed)
  return torch.randn(shape, generator=generator)
def rand(self, seed: int, shape: List[int]) -> Tensor:
  generator = torch.Generator(device="cpu", seed=seed)
  return torch.rand(shape, generator=generator)

# --- gradients
def grad(self, y: List[Tensor], x: List[Tensor], seed: List[Tensor]) -> List[Tensor]:
  seeds = annotate(List[Optional[Tensor]], [])
  for j in range(torch.len(seed)):
    _1 = torch.append(seeds, seed[j])
  found = torch.grad(y, x, seeds, None, False, True)
  result = annotate(List[Tensor], [])
  for i in range(torch.len(x)):
    g = found[i]
    if torch.__is__(g, None):
      h = torch.zeros_like(x[i])
    else:
      h = unchecked_cast(Tensor, g)
    _0 = torch.append(result, h)
  return result

# --- in place, for optimisers: no gradient is recorded through these
def copy_(self, x: Tensor, y: Tensor) -> Tensor:
  return torch.copy_(x, y)
def add_scaled_(self, x: Tensor, y: Tensor, scale: float) -> Tensor:
  return torch.add_(x, y, alpha=scale)
def mul_scalar_(self, x: Tensor, y: float) -> Tensor:
  return torch.mul_(x, y)
def lerp_all_(self, x: List[Tensor], y: List[Tensor], weight: float) -> int:
  for i in range(torch.len(x)):
    _0 = torch.lerp_(x[i], y[i], weight)
  return torch.len(x)
def adamw_all_(self, x: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], step: int, lr: float, beta1: float, beta2: float, eps: float, decay: float) -> int:
  c1 = torch.sub(1., torch.pow(beta1, step))
  c2 = torch.sqrt(torch.sub(1., torch.pow(beta2, step)))
  for i in range(torch.len(x)):
    _0 = torch.mul_(x[i], torch.sub(1., torch.mul(lr, decay)))
    _1 = torch.lerp_(m[i], g[i], torch.sub(1., beta1))
    _2 = torch.addcmul_(torch.mul_(v[i], beta2), g[i], g[i], value=torch.sub(1., beta2))
    denominator = torch.add(torch.div(torch.sqrt(v[i]), c2), eps)
    _3 = torch.addcdiv_(x[i], m[i], denominator, value=torch.neg(torch.div(lr, c1)))
  return torch.len(x)
