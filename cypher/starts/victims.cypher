// ---
// id: victims
// description: the people he has offended against
// ---
WITH *, [harm IN harmed | harm.p] AS victims
