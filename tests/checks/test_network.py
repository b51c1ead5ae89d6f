"""The network beside the linear model: what neighbours say, whatever stands around them."""

import numpy as np
import pytest

from service.checks.features import Features, FeatureSettings, features
from service.checks.network import LAYERS, Network, network_of

SETTINGS = FeatureSettings(bits=12)
WIDTH, HIDDEN = 4, 3


def network(seed: int = 1) -> Network:
    chance = np.random.default_rng(seed)
    shapes = {
        "near": (3 * WIDTH, HIDDEN), "near_bias": (HIDDEN,), "near_out": (HIDDEN,), "whole": (WIDTH, HIDDEN),
        "whole_bias": (HIDDEN,), "whole_out": (HIDDEN,), "bias": (1,),
    }  # fmt: skip
    table = chance.standard_normal((1 << 10, WIDTH)).astype(np.float32)
    return network_of({name: chance.standard_normal(shapes[name]) for name in LAYERS}, table)


def sums(net: Network, *texts: str) -> np.ndarray:
    forms = [text.split() for text in texts]
    return net.sums(
        features(forms, SETTINGS), np.array([len(each) for each in forms], dtype=np.int64), SETTINGS.bits
    )


class TestNetwork:
    def test_a_text_does_not_depend_on_its_neighbours(self):
        net, texts = network(), ["يا كلب", "", "شكرا على المقال", "a"]
        alone = [float(sums(net, text)[0]) for text in texts]
        assert sums(net, *texts).tolist() == pytest.approx(alone, abs=1e-4)

    def test_no_text_is_an_empty_batch(self):
        assert sums(network()).tolist() == []

    def test_the_loudest_place_is_credited(self):
        net = network()
        found = features([["كلب", "حمار", "شكرا"]], SETTINGS)
        credit = net.credit(net.vectors(found, SETTINGS.bits), np.array([3]))
        assert credit.shape == (3,)
        assert np.count_nonzero(credit) <= HIDDEN

    def test_layers_that_do_not_fit_are_refused(self):
        net = network()
        layers = {name: getattr(net, name) for name in LAYERS}
        with pytest.raises(ValueError, match="near_out"):
            network_of({**layers, "near_out": np.zeros(HIDDEN + 1)}, net.table)

    def test_a_batch_without_tokens_has_no_vectors(self):
        empty = Features(
            np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint32)
        )
        assert network().vectors(empty, SETTINGS.bits).shape == (0, WIDTH)
