# The operators that FaceSweep calls by name, in TorchScript's serialised dialect of Python. OperatorArchive wraps this text
# into a code-only archive which libtorch compiles when it is loaded; every operator works with autograd, any dtype, any device.
# Data types are PyTorch's ScalarType numbers (6 = float32). Annotations are required; keep one statement a line.

# --- data types, copies, devices
def to_dtype(self, x: Tensor, dtype: int) -> Tensor:
  return torch.to(x, dtype)
def reinterpret(self, x: Tensor, dtype: int) -> Tensor:
  return torch.view_copy(x, dtype=dtype)
def to_cpu(self, x: Tensor) -> Tensor:
  return torch.to(x, torch.device("cpu"), ops.prim.dtype(x))
# torch.device(type, index) takes its arguments in the wrong order here, so a device is named by one text
def to_cuda(self, x: Tensor, index: int) -> Tensor:
  return torch.to(x, torch.device(torch.format("cuda:{}", index)), ops.prim.dtype(x))
# whether a CUDA device computes: 2 * 3 + 2 * 3, made, multiplied and added up there, and read back
def try_cuda(self, index: int) -> int:
  threes = torch.full([2], 3., dtype=6, device=torch.device(torch.format("cuda:{}", index)))
  return int(torch.item(torch.sum(torch.mul(threes, 2.))))
# arrays that came as one, see HostArrays: first those of floats, as their bits, then those of whole numbers
def split_words(self, words: Tensor, floats: List[int], wholes: List[int]) -> List[Tensor]:
  first = 0
  for i in range(torch.len(floats)):
    first = torch.add(first, floats[i])
  real = torch.view_copy(torch.slice(words, 0, 0, first, 1), dtype=6)
  whole = torch.to(torch.slice(words, 0, first, torch.size(words, 0), 1), 4)
  return torch.add(torch.split_with_sizes(real, floats, 0), torch.split_with_sizes(whole, wholes, 0))
def clone(self, x: Tensor) -> Tensor:
  return torch.clone(x)
def channels_last(self, x: Tensor) -> Tensor:
  return torch.contiguous(x, memory_format=2)
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
# Kernels are numbered as in BatchKernels: 0 whole, 1 apart, 2 fastest, 3 joined.
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
def sign(self, x: Tensor) -> Tensor:
  return torch.sign(x)
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
def squeeze(self, x: Tensor, axis: int) -> Tensor:
  return torch.squeeze(x, axis)
def select(self, x: Tensor, axis: int, index: int) -> Tensor:
  return torch.select(x, axis, index)
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
def index_select(self, x: Tensor, axis: int, index: Tensor) -> Tensor:
  return torch.index_select(x, axis, index)
def gather(self, x: Tensor, axis: int, index: Tensor) -> Tensor:
  return torch.gather(x, axis, index)
def triu(self, x: Tensor, diagonal: int) -> Tensor:
  return torch.triu(x, diagonal)
def cross(self, x: Tensor, y: Tensor, axis: int) -> Tensor:
  return torch.cross(x, y, axis)

# --- meshes and images of them: whole formulas in one call, for a call costs more than most of their steps do. See the classes of
# io.facesweep.render for the formulas and the shapes.
def columns(self, table: Tensor, index: Tensor) -> Tensor:
  return torch.gather(table, 1, torch.expand(torch.unsqueeze(index, 0), [torch.size(table, 0), torch.size(index, 0)]))
def cross_first(self, a: Tensor, b: Tensor) -> Tensor:
  forward = torch.mul(torch.roll(a, [-1], [0]), torch.roll(b, [-2], [0]))
  return torch.sub(forward, torch.mul(torch.roll(a, [-2], [0]), torch.roll(b, [-1], [0])))
def normalise(self, x: Tensor, eps: float) -> Tensor:
  return torch.mul(x, torch.rsqrt(torch.add(torch.sum(torch.square(x), [0], True), eps)))
def vertex_normals(self, positions: Tensor, corners: Tensor, eps: float) -> Tensor:
  faces = torch.size(corners, 0) // 3
  points = torch.reshape(self.columns(positions, corners), [3, 3, faces])
  origin = torch.select(points, 1, 0)
  normals = self.cross_first(torch.sub(torch.select(points, 1, 1), origin), torch.sub(torch.select(points, 1, 2), origin))
  at_corners = torch.reshape(torch.expand(torch.unsqueeze(normals, 1), [3, 3, faces]), [3, 3 * faces])
  index = torch.expand(torch.unsqueeze(corners, 0), [3, 3 * faces])
  return self.normalise(torch.scatter_add(torch.zeros_like(positions), 1, index, at_corners), eps)
def project(self, points: Tensor, matrices: Tensor) -> Tensor:
  x = torch.mul(torch.slice(points, 0, 0, 1, 1), torch.select(matrices, 0, 0))
  y = torch.mul(torch.slice(points, 0, 1, 2, 1), torch.select(matrices, 0, 1))
  z = torch.mul(torch.slice(points, 0, 2, 3, 1), torch.select(matrices, 0, 2))
  return torch.add(torch.add(torch.add(x, y), z), torch.select(matrices, 0, 3))
def edge_functions(self, corners: Tensor, anchors: Tensor, scales: Tensor) -> Tensor:
  depth = torch.slice(corners, 0, 2, 3, 1)
  place = torch.sub(torch.slice(corners, 0, 0, 2, 1), torch.mul(anchors, depth))
  v = torch.cat([place, depth], 0)
  return torch.mul(self.cross_first(torch.roll(v, [-1], [1]), torch.roll(v, [-2], [1])), scales)
def linear_at_pixels(self, functions: Tensor, triangles: Tensor, offsets: Tensor) -> Tensor:
  channels = torch.size(functions, 0)
  table = torch.reshape(functions, [3 * channels, torch.size(functions, 2)])
  gathered = torch.reshape(self.columns(table, triangles), [channels, 3, torch.size(triangles, 0)])
  return torch.sum(torch.mul(gathered, offsets), [1], False)
def weighted_corners(self, corners: Tensor, edges: Tensor) -> Tensor:
  return torch.sum(torch.mul(torch.unsqueeze(corners, 1), torch.unsqueeze(edges, 0)), [2], False)
def interpolate(self, corners: Tensor, edges: Tensor, triangles: Tensor, offsets: Tensor) -> Tensor:
  channels = torch.size(corners, 0)
  weights = torch.unsqueeze(torch.sum(edges, [1], False), 0)
  all = self.linear_at_pixels(torch.cat([self.weighted_corners(corners, edges), weights], 0), triangles, offsets)
  return torch.div(torch.slice(all, 0, 0, channels, 1), torch.slice(all, 0, channels, channels + 1, 1))
def interpolate_direction(self, corners: Tensor, edges: Tensor, triangles: Tensor, offsets: Tensor) -> Tensor:
  return self.linear_at_pixels(self.weighted_corners(corners, edges), triangles, offsets)
def channel_index(self, positions: Tensor, views: Tensor, channels: int, size: int) -> Tensor:
  first = torch.add(positions, torch.mul(views, channels))
  planes = torch.mul(torch.arange(channels, dtype=4, device=ops.prim.device(positions)), size)
  return torch.reshape(torch.add(torch.unsqueeze(planes, 1), torch.unsqueeze(first, 0)), [channels * torch.size(positions, 0)])
def unpack_pixels(self, values: Tensor, background: Tensor, positions: Tensor, views: Tensor, count: int, size: int) -> Tensor:
  channels = torch.size(values, 0)
  plain = torch.expand(torch.reshape(background, [-1, channels, 1]), [count, channels, size])
  flat = torch.reshape(plain, [count * channels * size])
  index = self.channel_index(positions, views, channels, size)
  image = torch.index_copy(flat, 0, index, torch.reshape(values, [channels * torch.size(values, 1)]))
  return torch.reshape(image, [count, channels, size])
def silhouette_crossings(self, clip: Tensor, ends: Tensor, frame: Tensor, pairs: Tensor) -> Tensor:
  count = torch.size(pairs, 1)
  corners = torch.reshape(self.columns(clip, ends), [3, 2, count])
  projected = torch.div(torch.slice(corners, 0, 0, 2, 1), torch.slice(corners, 0, 2, 3, 1))
  pixels = torch.add(torch.mul(projected, torch.select(frame, 0, 0)), torch.select(frame, 0, 1))
  vertical = torch.expand(torch.slice(pairs, 0, 0, 1, 1), [2, count])
  x = torch.select(pixels, 0, 0)
  y = torch.select(pixels, 0, 1)
  across = torch.lerp(x, y, vertical)
  along = torch.lerp(y, x, vertical)
  start = torch.select(along, 0, 0)
  fraction = torch.div(torch.sub(torch.select(pairs, 0, 1), start), torch.sub(torch.select(along, 0, 1), start))
  first = torch.select(across, 0, 0)
  crossing = torch.add(first, torch.mul(torch.sub(torch.select(across, 0, 1), first), fraction))
  return torch.add(torch.mul(torch.sub(crossing, torch.select(pairs, 0, 2)), torch.select(pairs, 0, 3)), -0.5)
def blend_silhouettes(self, image: Tensor, delta: Tensor, near: Tensor, far: Tensor, target: Tensor, views: Tensor) -> Tensor:
  channels = torch.size(image, 1)
  size = torch.size(image, 2)
  count = torch.size(delta, 0)
  flat = torch.reshape(image, [torch.numel(image)])
  inner = torch.reshape(torch.index_select(flat, 0, self.channel_index(near, views, channels, size)), [channels, count])
  outer = torch.reshape(torch.index_select(flat, 0, self.channel_index(far, views, channels, size)), [channels, count])
  change = torch.reshape(torch.mul(torch.sub(inner, outer), delta), [channels * count])
  blended = torch.index_add(flat, 0, self.channel_index(target, views, channels, size), change)
  return torch.reshape(blended, torch.size(image))
def light_polynomial(self, monomials: Tensor, light: Tensor) -> Tensor:
  return torch.matmul(monomials, light)
def shade_diffuse(self, factors: Tensor, normals: Tensor) -> Tensor:
  polynomial = torch.transpose(factors, 0, 1)
  products = torch.mul(normals, torch.roll(normals, [-1], [0]))
  terms = torch.cat([normals, torch.square(normals), products], 0)
  return torch.add(torch.matmul(torch.slice(polynomial, 1, 1, 10, 1), terms), torch.slice(polynomial, 1, 0, 1, 1))
def sample_texture(self, texture: Tensor, u: Tensor, v: Tensor) -> Tensor:
  x = torch.add(torch.mul(u, 2.), -1.)
  y = torch.add(torch.mul(v, -2.), 1.)
  grid = torch.reshape(torch.transpose(torch.cat([x, y], 0), 0, 1), [1, 1, torch.size(u, 1), 2])
  return torch.reshape(torch.grid_sampler_2d(texture, grid, 0, 1, False), [torch.size(texture, 1), torch.size(u, 1)])

# --- nets
def optional(self, x: List[Tensor]) -> Optional[Tensor]:
  if torch.len(x) > 0:
    y = annotate(Optional[Tensor], x[0])
  else:
    y = annotate(Optional[Tensor], None)
  return y
# oneDNN's convolutions on the CPU (3.7.1, which libtorch 2.7.1 has) work on blocks of 16 channels. Where the channels that are summed
# over do not fill a block (those of the input, and backwards those of the output) the rest of it is memory that nobody has written, and
# results are wrong unless it happens to be 0. So channels of zeros fill the block. Inputs of up to 8 channels are read without blocks.
def missing_channels(self, count: int) -> int:
  return (16 - count % 16) % 16
def missing_inputs(self, x: Tensor, weight: Tensor) -> int:
  if ops.prim.is_cuda(x) or torch.size(weight, 1) <= 8:
    y = 0
  else:
    y = self.missing_channels(torch.size(weight, 1))
  return y
def missing_outputs(self, x: Tensor, weight: Tensor) -> int:
  if ops.prim.is_cuda(x) or not torch.is_grad_enabled() or not ops.prim.requires_grad(x):
    y = 0
  else:
    y = self.missing_channels(torch.size(weight, 0))
  return y
def filled_inputs(self, x: Tensor, weight: Tensor) -> Tensor:
  inputs = self.missing_inputs(x, weight)
  if inputs > 0:
    y = torch.constant_pad_nd(x, [0, 0, 0, 0, 0, inputs], 0.)
  else:
    y = x
  return y
def filled_kernels(self, x: Tensor, weight: Tensor) -> Tensor:
  inputs = self.missing_inputs(x, weight)
  outputs = self.missing_outputs(x, weight)
  if inputs + outputs > 0:
    y = torch.constant_pad_nd(weight, [0, 0, 0, 0, 0, inputs, 0, outputs], 0.)
  else:
    y = weight
  return y
def filled_bias(self, b: Optional[Tensor], outputs: int) -> Optional[Tensor]:
  if torch.__is__(b, None) or outputs == 0:
    y = b
  else:
    y = annotate(Optional[Tensor], torch.constant_pad_nd(unchecked_cast(Tensor, b), [0, outputs], 0.))
  return y
def own_outputs(self, y: Tensor, outputs: int) -> Tensor:
  if torch.size(y, 1) > outputs:
    z = torch.contiguous(torch.slice(y, 1, 0, outputs, 1))
  else:
    z = y
  return z
def conv2d_whole(self, x: Tensor, weight: Tensor, b: Optional[Tensor], stride: int, padding: int) -> Tensor:
  # PyTorch's own choice, of a single item: 1 x 1 kernels, and backwards through small images
  small = torch.numel(x) <= 20480 * torch.size(x, 0)
  kernel = [torch.size(weight, 2), torch.size(weight, 3)]
  if kernel == [1, 1] and stride == 1 or small and torch.is_grad_enabled() and ops.prim.requires_grad(x):
    y = torch.thnn_conv2d(x, weight, kernel, b, [stride, stride], [padding, padding])
  else:
    filled = self.filled_bias(b, self.missing_outputs(x, weight))
    all = torch.mkldnn_convolution(self.filled_inputs(x, weight), self.filled_kernels(x, weight), filled, [padding, padding], [stride, stride], [1, 1], 1)
    y = self.own_outputs(all, torch.size(weight, 0))
  return y
def conv2d_half(self, x: Tensor, weight: Tensor, bias: List[Tensor], stride: int, padding: int) -> Tensor:
  # oneDNN's kernels for half types go past channels that are no multiple of 16 (PyTorch issue 163347), so on a CPU the products are
  # PyTorch's own in float32, and the result is rounded, as on a GPU. Those have no weight's gradient of an input by channels last
  floats = annotate(List[Tensor], [])
  for i in range(torch.len(bias)):
    _0 = torch.append(floats, torch.to(bias[i], 6))
  kernel = [torch.size(weight, 2), torch.size(weight, 3)]
  y = torch.thnn_conv2d(torch.contiguous(torch.to(x, 6)), torch.to(weight, 6), kernel, self.optional(floats), [stride, stride], [padding, padding])
  return torch.to(y, ops.prim.dtype(x))
def conv2d(self, x: Tensor, weight: Tensor, bias: List[Tensor], stride: int, padding: int, kernels: int) -> Tensor:
  b = self.optional(bias)
  if not ops.prim.is_cuda(x) and (ops.prim.dtype(x) == 5 or ops.prim.dtype(x) == 15):
    y = self.conv2d_half(x, weight, bias, stride, padding)
  elif not self.by_item(x, weight, kernels):
    filled = self.filled_bias(b, self.missing_outputs(x, weight))
    all = torch.conv2d(self.filled_inputs(x, weight), self.filled_kernels(x, weight), filled, [stride, stride], [padding, padding], [1, 1], 1)
    y = self.own_outputs(all, torch.size(weight, 0))
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
# oneDNN's product, where there is one whose rows do not depend on how many they are (RowProducts), and where nothing goes backwards:
# it has no gradient. Below 16 rows an item its kernels round by the rows of the whole batch.
def by_rows(self, x: Tensor, weight: Tensor, kernels: int) -> bool:
  plain = kernels == 2 or ops.prim.is_cuda(x) or ops.prim.dtype(x) != 6 or torch.dim(x) != 3
  recorded = torch.is_grad_enabled() and (ops.prim.requires_grad(x) or ops.prim.requires_grad(weight))
  return self.has_row_product(x) and not plain and not recorded and torch.size(x, 1) >= 16
def linear_by_rows(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], kernels: int) -> Tensor:
  if kernels == 1 and torch.size(x, 0) > 1:
    xs = torch.split(x, 1, 0)
    ys = annotate(List[Tensor], [])
    for i in range(torch.len(xs)):
      _0 = torch.append(ys, self.row_product(xs[i], weight, bias))
    y = torch.cat(ys, 0)
  else:
    y = self.row_product(x, weight, bias)
  return y
def linear(self, x: Tensor, weight: Tensor, bias: List[Tensor], kernels: int) -> Tensor:
  if self.by_rows(x, weight, kernels):
    y = self.linear_by_rows(x, weight, self.optional(bias), kernels)
  elif kernels == 3 or not self.by_item(x, weight, kernels):
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
def embedding(self, weight: Tensor, ids: Tensor) -> Tensor:
  return torch.embedding(weight, ids)
def attention(self, q: Tensor, k: Tensor, v: Tensor, heads: int, causal: bool) -> Tensor:
  n = torch.size(q, 0)
  length = torch.size(q, 1)
  source = torch.size(k, 1)
  qh = torch.transpose(torch.view(q, [n, length, heads, -1]), 1, 2)
  kh = torch.transpose(torch.view(k, [n, source, heads, -1]), 1, 2)
  vh = torch.transpose(torch.view(v, [n, source, heads, -1]), 1, 2)
  # CUDA has no fast kernel for heads wider than 256, such as a VAE's: on an H200 the slow one took 22 ms backward for 8 images of
  # 64 x 64, by a profile of PyTorch 2.11. Up to 8192 tokens the whole matrix of scores is no matter.
  if ops.prim.is_cuda(q) and not causal and torch.size(qh, 3) > 256 and length * source <= 67108864:
    o = self.whole_attention(qh, kh, vh)
  else:
    o = torch.scaled_dot_product_attention(qh, kh, vh, None, 0., causal)
  return torch.reshape(torch.transpose(o, 1, 2), [n, length, -1])
def whole_attention(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
  scaled = torch.mul(q, torch.pow(float(torch.size(q, 3)), -0.5))
  return torch.matmul(torch.softmax(torch.matmul(scaled, torch.transpose(k, 2, 3)), -1), v)
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
def depthwise_conv2d(self, x: Tensor, weight: Tensor, stride: int) -> Tensor:
  return torch.conv2d(x, weight, None, [stride, stride], [0, 0], [1, 1], torch.size(weight, 0))
def prelu(self, x: Tensor, slope: Tensor) -> Tensor:
  return torch.prelu(x, slope)
def max_pool(self, x: Tensor, kernel: int) -> Tensor:
  return torch.max_pool2d(x, [kernel, kernel], [kernel, kernel])
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

# --- gradients through nets in float16: for each item the power of two that brings its largest magnitude to [target, 2 target), target a
# power of two itself. Made of the exponent's bits, so exact everywhere; 1 where all is zero or something is not finite.
def gradient_scale(self, g: Tensor, axes: List[int], target: float) -> Tensor:
  largest = torch.amax(torch.abs(torch.to(g, 6)), axes, True)
  bounded = torch.clamp(largest, 7.888609052210118e-31, 8.507059173023462e+37)
  exponent = torch.bitwise_and(torch.view_copy(bounded, dtype=3), 2139095040)
  scale = torch.mul(torch.reciprocal(torch.view_copy(exponent, dtype=6)), target)
  usable = torch.logical_and(torch.isfinite(largest), torch.gt(largest, 0.))
  return torch.where(usable, scale, torch.ones_like(scale))

# --- optimisers of several items, each with numbers of its own: a column of one number an item for each number
def adam(self, x: Tensor, g: Tensor, m: Tensor, v: Tensor, columns: Tensor) -> List[Tensor]:
  c = torch.unbind(columns, 0)
  shrunk = torch.mul(x, c[0])
  gradient = torch.add(g, torch.mul(x, c[1]))
  first = torch.add(torch.mul(m, c[2]), torch.mul(gradient, c[3]))
  second = torch.add(torch.mul(v, c[4]), torch.mul(torch.square(gradient), c[5]))
  denominator = torch.add(torch.mul(torch.sqrt(second), c[6]), c[7])
  return [torch.sub(shrunk, torch.div(torch.mul(first, c[8]), denominator)), first, second]

# --- in place, for optimisers: no gradient is recorded through these
def copy_(self, x: Tensor, y: Tensor) -> Tensor:
  return torch.copy_(x, y)
def add_scaled_(self, x: Tensor, y: Tensor, scale: float) -> Tensor:
  return torch.add_(x, y, alpha=scale)
def add_product_(self, x: Tensor, y: Tensor, z: Tensor, scale: float) -> Tensor:
  return torch.addmm_(x, y, z, beta=1., alpha=scale)
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
