"""Networks that want more than their own file are refused, wherever they come from."""

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper, save

from segstyle_core.errors import BadInputError
from segstyle_core.inference import session
from segstyle_core.weights.own_network import describe
from segstyle_core.weights.self_contained import insist_on_self_contained


def network(nodes, tensors=(), domains=()):
    sides = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [3]) for name in "xy"]
    graph = helper.make_graph(nodes, "g", sides[:1], sides[1:], list(tensors))
    opsets = [helper.make_opsetid("", 17), *(helper.make_opsetid(name, 1) for name in domains)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def outside(name, location):
    tensor = numpy_helper.from_array(np.ones(3, np.float32), name)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=location)
    return tensor


def inside_a_branch(tensor):
    """The tensor as a constant of a graph within a node."""
    constant = helper.make_node("Constant", [], ["out"], value=tensor)
    value = helper.make_tensor_value_info("out", TensorProto.FLOAT, [3])
    branch = helper.make_graph([constant], "branch", [], [value])
    return helper.make_node("If", ["which"], ["y"], then_branch=branch, else_branch=branch)


@pytest.mark.parametrize("location", ["../secret.bin", "beside.bin", "/etc/hostname"])
def test_weights_in_another_file(tmp_path, location):
    file = tmp_path / "network.onnx"
    which = helper.make_tensor("which", TensorProto.BOOL, [1], [True])
    plain = network([helper.make_node("Add", ["x", "w"], ["y"])], [outside("w", location)])
    deep = network([inside_a_branch(outside("w", location))], [which])
    for model in (plain, deep):
        file.write_bytes(model.SerializeToString())
        with pytest.raises(BadInputError, match="in another file"):
            describe(file, "mine", None, None, None)


def test_operators_of_somebody_s_own(tmp_path):
    file = tmp_path / "network.onnx"
    save(
        network([helper.make_node("Run", ["x"], ["y"], domain="evil.example")], (), ["evil"]), file
    )
    with pytest.raises(BadInputError, match=r"evil\.example"):
        describe(file, "mine", None, None, None)


def test_the_usual_network_passes_and_runs(tmp_path):
    file = tmp_path / "network.onnx"
    weights = numpy_helper.from_array(np.ones(3, np.float32), "w")
    save(network([helper.make_node("Add", ["x", "w"], ["y"])], [weights]), file)
    insist_on_self_contained(file)
    (sum_,) = session(file).run(None, {"x": np.zeros(3, np.float32)})
    np.testing.assert_array_equal(sum_, [1, 1, 1])
