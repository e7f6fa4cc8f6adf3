"""Makes the small HDF5 files of this folder: python make-h5.py (needs h5py and numpy)."""

import struct
import zlib

import h5py
import numpy as np

CORNERS = np.array([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], "f4")
FACES = np.array([[0, 0, 0, 1], [2, 1, 3, 2], [1, 3, 2, 3]], "i4")
BASIS = np.zeros((12, 2), "f4")
BASIS[0, 0] = BASIS[1, 1] = 1


def model(name, mean):
    """A Basel model of one tetrahedron; mean(group) writes its mean."""
    with h5py.File(name, "w", libver="earliest") as file:
        group = file.create_group("shape/model")
        group["pcaVariance"] = np.array([4, 9], "f4")
        group["pcaBasis"] = BASIS
        file["shape/representer/cells"] = FACES
        mean(group)


def chunked(filters, chunk, count=12):
    """Writes a mean of one chunk that is stored as it is given."""

    def write(group):
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_chunk((12,))
        for filter_id, values in filters:
            if filter_id == 1:
                plist.set_deflate(6)
            else:
                plist.set_filter(filter_id, h5py.h5z.FLAG_OPTIONAL, values)
        space = h5py.h5s.create_simple((count,))
        dataset = h5py.h5d.create(group.id, b"mean", h5py.h5t.IEEE_F32LE, space, plist)
        dataset.write_direct_chunk((0,), chunk)

    return write


def filtered(group):
    group.create_dataset(
        "mean", data=CORNERS, chunks=(5,), compression="gzip", shuffle=True, fletcher32=True
    )


def soft_link(group):
    group["other"] = CORNERS
    group["mean"] = h5py.SoftLink("/shape/model/other")


def endless_link(group):
    group["mean"] = h5py.SoftLink("/shape/model/mean")


def external_link(group):
    group["mean"] = h5py.ExternalLink("bfm-filtered.h5", "/shape/model/mean")


LITERALS = 12000 - 15
LZ4 = bytes([0xF0]) + bytes([255] * (LITERALS // 255)) + bytes([LITERALS % 255])

model("bfm-filtered.h5", filtered)
model("bfm-soft-link.h5", soft_link)
model("bfm-endless-link.h5", endless_link)
model("bfm-external-link.h5", external_link)
model("bfm-lz4.h5", chunked([(32004, (0,))], struct.pack(">QI", 48, 48) + struct.pack(">I", len(LZ4)) + LZ4))
model("bfm-bomb.h5", chunked([(1, ())], zlib.compress(bytes(1 << 24), 9)))
