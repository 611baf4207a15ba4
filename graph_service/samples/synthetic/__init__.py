"""Synthetic bundles of realistic shape and any size.

A world is made of towns; a town of four districts; a district of up to two hundred offenders among some twelve people
for each of them: households with children, flats in buildings, a primary school and a nursery, workplaces, clubs,
landlords, kin, friends, partners past and present. Districts are made one after another and written as they are made,
so that memory stays small; the same number and seed always give the same files. A district passes five stages, each of
which uses what those before it left in it: sources, homes, households, institutions, daily life, case files.
"""
