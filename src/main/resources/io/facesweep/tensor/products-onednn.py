# The part of operators.py that needs a libtorch with oneDNN.
def has_row_product(self, x: Tensor) -> bool:
  return True
def row_product(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
  return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")
# whether the rows of an item are the same bits in a batch
def rows_alike(self, seed: int, size: List[int]) -> int:
  x = self.randn(seed, [size[0], size[1], size[2]])
  weight = self.randn(torch.add(seed, 1), [size[3], size[2]])
  none = annotate(Optional[Tensor], None)
  all = self.row_product(x, weight, none)
  alike = True
  for i in range(size[0]):
    alone = self.row_product(torch.slice(x, 0, i, torch.add(i, 1), 1), weight, none)
    alike = alike and torch.equal(alone, torch.slice(all, 0, i, torch.add(i, 1), 1))
  return int(alike)
