"""A tiny ONNX text model with its tokenizer, made on the spot: it knows five words."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import orjson
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "فظ": 3, "rude": 4, "كلمة": 5}
LABELS: dict[str, Any] = {
    "version": "tiny-1",
    "max_length": 16,
    "scores": "sigmoid",
    "labels": [{"name": "neutral"}, {"name": "rude", "code": "abuse.insult", "hold_at": 0.8}],
}


def a_model(
    folder: Path,
    *,
    weight: float = 12.0,
    inputs: tuple[str, ...] = ("input_ids", "attention_mask"),
    **labels: Any,
) -> Path:
    """A folder whose model scores `rude` near 1 for a text with «فظ» or `rude`, and near 0 for others.

    weight: of those words. labels: what shall be different in labels.json.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = np.zeros((len(WORDS), 2), dtype=np.float32)
    table[[3, 4], 1] = weight
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["each"], axis=0),
            helper.make_node("ReduceMax", ["each", "axes"], ["most"], keepdims=0),
            helper.make_node("Add", ["most", "bias"], ["scores"]),
        ],
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in inputs],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", 2])],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "axes"),
            numpy_helper.from_array(np.array([0.0, -6.0], dtype=np.float32), "bias"),
        ],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(made, str(folder / "model.onnx"))
    _tokenizer().save(str(folder / "tokenizer.json"))
    (folder / "labels.json").write_bytes(orjson.dumps(LABELS | labels))
    return folder


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A", special_tokens=[("[CLS]", 2)])
    return tokenizer
