"""Makes the small face files of numpy, pickle and MATLAB here: python3 make-faces.py."""

import pickle

import numpy as np
import scipy.io

CORNERS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float64)
FACES = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])


def flame_2023():
    """The keys of flame2023_Open.pkl, the shape basis in two of its 300 and one of its 100 columns."""
    shapedirs = np.zeros((4, 3, 3))
    shapedirs[1, 2, 0] = 0.5
    shapedirs[3, 1, 1] = 2.5
    model = {
        "bs_style": "lbs",
        "bs_type": "lrotmin",
        "v_template": CORNERS,
        "shapedirs": shapedirs,
        "posedirs": np.zeros((4, 3, 36)),
        "f": FACES.astype(np.uint32),
        "J": np.zeros((5, 3)),
        "J_regressor": np.zeros((5, 4)),
        "kintree_table": np.array([[4294967295, 0, 1, 1, 1], [0, 1, 2, 3, 4]], np.int64),
        "weights": np.full((4, 5), 0.2),
    }
    with open("flame2023.pkl", "wb") as out:
        pickle.dump(model, out, 4)
    with open("flame-masks.pkl", "wb") as out:
        pickle.dump(
            {
                "left_eyeball": np.array([3]),
                "right_eyeball": np.array([2], np.int32),
                "lips": np.array([1]),
                "eye_region": np.array([2, 3]),
            },
            out,
            2,
        )
    vt = np.array([[0, 0], [1, 0], [0, 1], [0.5, 0.5]])
    np.savez("flame-texture.npz", vt=vt, ft=FACES.astype(np.int32), mean=np.zeros(3, np.uint8))


def gnm():
    """A tetrahedron of skin, and triangles of eyes, corneas, teeth and tongue, each in its tile."""
    parts = ["skin", "left_eye", "left_cornea", "right_eye", "right_cornea", "teeth", "tongue"]
    vertices, triangles, uvs, owner = [], [], [], []
    square = np.array([[0.5, 0.1], [0.9, 0.9], [0.1, 0.9], [0.5, 0.6]])
    side = {"left": 1, "right": -1}
    for tile, part in enumerate(parts):
        start = len(vertices)
        if part == "skin":
            points = np.array([[0, -1, 0], [0.5, 0.5, 0.2], [-0.5, 0.5, 0.2], [0, 0.2, 1]])
            faces = np.array([[0, 1, 3], [3, 1, 2], [0, 3, 2], [0, 2, 1]])
        else:
            x = 0.2 * side.get(part.split("_")[0], 0)
            points = np.array([[x, 0.1, 0.9], [x + 0.1, 0.3, 0.9], [x - 0.1, 0.3, 0.9]])
            points[:, 2] += 0.02 * ("cornea" in part)
            faces = np.array([[0, 1, 2]])
        vertices += points.tolist()
        triangles += (faces + start).tolist()
        uvs += (square[faces] + [tile, 0]).tolist()
        owner += [part] * len(points)
    owner = np.array(owner)
    count = len(vertices)
    groups = {
        "skin": owner == "skin",
        "hockey_mask": np.arange(count) == 3,
        "upper_lip": np.arange(count) == 1,
        "left_eye": np.isin(owner, ["left_eye", "left_cornea"]),
        "right_eye": np.isin(owner, ["right_eye", "right_cornea"]),
        "eye_exteriors": np.isin(owner, ["left_cornea", "right_cornea"]),
        "upper_teeth_and_gums": owner == "teeth",
        "tongue": owner == "tongue",
    }
    identity = np.zeros((3, count, 3), np.float32)
    identity[0, 0] = [0, -0.1, 0]
    identity[1, owner == "left_eye"] = [0.01, 0, 0]
    identity[2, owner == "teeth"] = [0, 0.05, 0]
    expression = np.zeros((1, count, 3), np.float32)
    expression[0, 3, 1] = -0.1
    mirror = np.arange(count)
    mirror[[1, 2]] = [2, 1]
    for left, right in [("left_eye", "right_eye"), ("left_cornea", "right_cornea")]:
        a, b = np.flatnonzero(owner == left), np.flatnonzero(owner == right)
        mirror[a], mirror[b] = b[[0, 2, 1]], a[[0, 2, 1]]
    for part in ["teeth", "tongue"]:
        a = np.flatnonzero(owner == part)
        mirror[a] = a[[0, 2, 1]]
    np.savez_compressed(
        "gnm.npz",
        version=np.array("3.0"),
        template_vertex_positions=np.array(vertices, np.float32),
        vertex_identity_basis=identity,
        identity_names=np.array(["head_000", "eyes_000", "teeth_000"]),
        expression_basis=expression,
        expression_names=np.array(["lower_face_000"]),
        triangles=np.array(triangles, np.int32),
        triangle_uvs_udim=np.array(uvs, np.float32),
        vertex_groups=np.array(list(groups.values()), np.float32),
        vertex_group_names=np.array(list(groups)),
        mirror_indices=mirror.astype(np.int32),
    )


def hifi():
    """HIFI3D++.mat, as published (deflated, counted from 1, directions), and by older means."""
    basis = np.zeros((2, 12))
    basis[0, 4] = 1
    basis[1, 11] = 1
    common = {
        "mu_shape": CORNERS.reshape(1, -1),
        "basis_exp": np.ones((1, 12), np.float32),
        "mask_face": np.array([[0, 1, 1, 0]], np.uint8),
        "note": "text is passed over",
        "cells": np.array([[1], [2]], object),
    }
    published = dict(common)
    published.update(
        basis_shape=basis,
        EVs=np.array([[4.0], [9.0]]),
        tri=(FACES + 1).astype(np.int32),
        keypoints=np.array([[2, 3]], np.uint16),
        vt_list=np.array([[0, 0], [1, 0], [0, 1], [0.5, 0.5]]),
        tri_vt=(FACES + 1).astype(np.float64),
    )
    scipy.io.savemat("hifi.mat", published, do_compression=True)
    plain = dict(common)
    plain.update(basis_shape=basis * [[2], [3]], EVs=np.array([[4.0], [9.0]]), tri=FACES)
    scipy.io.savemat("hifi-plain.mat", plain, do_compression=False)


flame_2023()
gnm()
hifi()
