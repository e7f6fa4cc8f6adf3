# What products-onednn.py is where there is no oneDNN, or where its rows depend on their number.
def has_row_product(self, x: Tensor) -> bool:
  return False
def row_product(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
  return torch.linear(x, weight, bias)
