package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceDoubleTest {
  private DeviceDouble device;
  private TensorScope scope;

  @BeforeEach
  void open() {
    device = DeviceDouble.open();
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  private static Tensor there(float... values) {
    return Tensor.of(values, values.length).to(DeviceDouble.DEVICE);
  }

  @Test
  void opensDeviceZeroAndNoOther() {
    assertThat(Device.cuda(0)).isEqualTo(DeviceDouble.DEVICE).isEqualTo(Device.preferred());
    assertThat(Torch.cudaDeviceCount()).isEqualTo(1);
    assertThatThrownBy(() -> Device.cuda(1))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use CUDA device 1: libtorch sees 1, numbered from 0");
  }

  @Test
  void resultsAreWhereTheOperandsAre() {
    Tensor x = there(1, 2).asLeaf();
    Tensor y = x.mul(x).add(1).reshape(2, 1).sum();
    assertThat(y.device()).isEqualTo(DeviceDouble.DEVICE);
    assertThat(Autograd.gradient(y, x).device()).isEqualTo(DeviceDouble.DEVICE);
    assertThat(x.unbind().get(0).device()).isEqualTo(DeviceDouble.DEVICE);
    assertThat(Tensor.ones(2).device()).isEqualTo(Device.CPU);
    assertThat(y.item()).isEqualTo(7);
  }

  @Test
  void gradientsCrossACopyAsInPyTorch() {
    Tensor x = Tensor.of(new float[] {1, 2}, 2).asLeaf();
    Tensor loss = x.to(DeviceDouble.DEVICE).square().sum();
    Tensor gradient = Autograd.gradient(loss, x);
    assertThat(gradient.device()).isEqualTo(Device.CPU);
    assertThat(gradient.toFloats()).containsExactly(2, 4);
  }

  @Test
  void refusesTensorsOfTwoDevices() {
    Tensor here = Tensor.ones(2);
    assertThatThrownBy(() -> there(1, 2).add(here))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot compute add: tensors of two devices meet, at");
    assertThatThrownBy(() -> Tensor.cat(0, here, there(1)))
        .hasMessageStartingWith("Cannot compute cat");
    assertThatThrownBy(() -> there(1, 2).maximum(here))
        .hasMessageStartingWith("Cannot compute maximum");
  }

  @Test
  void aScalarOfTheHostMayMeetThem() {
    assertThat(there(1, 2).mul(Tensor.scalar(3)).toFloats()).containsExactly(3, 6);
  }

  @Test
  void refusesTheHostItsMemory() {
    assertThatThrownBy(() -> there(1).memory())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot read the memory of a tensor on cuda:0");
  }

  @Test
  void countsCallsAndCopies() {
    Traffic traffic = device.traffic();
    Tensor x = there(1, 2, 3);
    x.mul(x).neg().toFloats();
    Tensor.ones(5).add(1);
    assertThat(traffic.times(Traffic.Kind.TO_DEVICE)).isEqualTo(1);
    assertThat(traffic.bytes(Traffic.Kind.TO_DEVICE)).isEqualTo(12);
    assertThat(traffic.times(Traffic.Kind.TO_HOST)).isEqualTo(1);
    assertThat(traffic.table(Traffic.Kind.CALL, 1)).contains("mul", "neg");
    traffic.clear();
    assertThat(traffic.times(Traffic.Kind.CALL)).isZero();
  }

  @Test
  void arraysTravelTogetherAndArriveAsTheyWere() {
    float[] floats = {1.5f, -0f, Float.NaN, Float.MIN_VALUE, 1e30f, 7};
    long[] wholes = {0, -3, Integer.MAX_VALUE};
    HostArrays arrays =
        new HostArrays()
            .add(floats, 2, 3)
            .add(wholes, 3)
            .add(new float[0], 1, 0)
            .add(new long[] {9}, 1);
    HostArrays.There there = arrays.to(DeviceDouble.DEVICE);
    assertThat(device.traffic().times(Traffic.Kind.TO_DEVICE)).isEqualTo(1);
    HostArrays.There here = arrays.to(Device.CPU);
    assertSame(there.floats(), here.floats());
    assertSame(there.wholes(), here.wholes());
    assertThat(there.floats().get(0).toFloats()).containsExactly(floats);
    assertThat(there.wholes().get(0).toLongs()).containsExactly(wholes);
  }

  private static void assertSame(List<Tensor> there, List<Tensor> here) {
    assertThat(there).hasSameSizeAs(here);
    for (int i = 0; i < there.size(); i++) {
      assertThat(there.get(i).device()).isEqualTo(DeviceDouble.DEVICE);
      assertThat(there.get(i).shape()).containsExactly(here.get(i).shape());
      assertThat(there.get(i).dtype()).isEqualTo(here.get(i).dtype());
      assertThat(there.get(i).toFloats()).containsExactly(here.get(i).toFloats());
    }
  }
}
